"""python3 -m unittest discover Benchmarks/gate"""

import contextlib
import io
import unittest

import measure
from growth import limit, ratio, remark


class GrowthTests(unittest.TestCase):
    def test_less_than_a_quarter_is_silent(self):
        for value in [81, 100, 124]:
            self.assertIsNone(remark("rows", value, 100))

    def test_a_quarter_is_told_and_passes(self):
        for value in [125, 150]:
            self.assertIn("grew by a quarter", remark("rows", value, 100))
            self.assertLessEqual(value, limit(100))

    def test_more_than_half_fails(self):
        self.assertIn("grew by more than half: 1.51 times", remark("rows", 151, 100))
        self.assertGreater(151, limit(100))

    def test_a_figure_that_fell_asks_to_be_kept(self):
        self.assertIn("--update", remark("rows", 80, 100))

    def test_a_machine_twice_as_slow_changes_nothing(self):
        self.assertEqual(ratio([2, 2, 2], [1, 1, 1]), ratio([4, 4, 4], [2, 2, 2]))

    def test_one_disturbed_pair_changes_nothing(self):
        self.assertEqual(ratio([2, 9, 2], [1, 1, 1]), 2)
        self.assertEqual(ratio([2, 2, 2], [1, 7, 1]), 2)

    def test_an_even_number_of_pairs_has_the_mean_of_the_two_in_the_middle(self):
        self.assertEqual(ratio([1, 2, 4, 9], [1, 1, 1, 1]), 3)

    def test_a_pair_that_lacks_a_half_is_refused(self):
        with self.assertRaises(ValueError):
            ratio([1, 2], [1])

    def test_the_gate_is_short_when_one_figure_is(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.assertFalse(measure.judge({"rows": 130, "cost": 10}, {"rows": 100, "cost": 10}))
            self.assertTrue(measure.judge({"rows": 100, "cost": 16}, {"rows": 100, "cost": 10}))
        self.assertIn("rows 130 <=150 ok\n", said.getvalue())
        self.assertIn("gate: rows grew by a quarter: 1.30 times", said.getvalue())
        self.assertIn("cost 16 <=15 short\n", said.getvalue())

    def test_a_figure_that_is_not_kept_is_refused(self):
        with self.assertRaises(KeyError):
            measure.judge({"new": 1}, {"rows": 100})


if __name__ == "__main__":
    unittest.main()
