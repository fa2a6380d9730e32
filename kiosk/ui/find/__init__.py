"""Find (F3): one box for numbers, people, applications, visits, services and days."""
