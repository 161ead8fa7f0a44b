"""What the statistics count, as definitions over plain facts. Pure: no rows, and no clock."""
