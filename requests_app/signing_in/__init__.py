"""How a person comes in: password, second factor, single sign-on, and how long a session lasts.

It fits django-allauth to this house. What people may do once they are in is not its business.
"""
