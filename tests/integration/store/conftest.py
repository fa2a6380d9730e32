from tests.harness.counter_fixtures import desk, home, home_as_set_up, watch

__all__ = ["desk", "home", "home_as_set_up", "watch"]
