"""Models of 2025 and 2026: size, date, reasoning, openness, and whose figures."""

from __future__ import annotations

from analysis_py.report.figure import Page
from analysis_py.report.pages.today.figures import (
    today_ability,
    today_ability_curves,
    today_date,
    today_forecasts,
    today_lag,
    today_profiles,
    today_reasoning,
    today_reports,
    today_size,
)

PAGE = Page(
    name="today",
    title="Today",
    question="What has changed since January 2024?",
    summary="The models of 2025 and 2026: size, date of release, reasoning, and whose figures",
    figures=(
        today_ability.FIGURE,
        today_lag.FIGURE,
        today_ability_curves.FIGURE,
        today_profiles.FIGURE,
        today_forecasts.FIGURE,
        today_size.FIGURE,
        today_date.FIGURE,
        today_reasoning.FIGURE,
        today_reports.FIGURE,
    ),
)
