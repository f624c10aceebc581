using Identity.Core.Observations;

namespace Identity.Core.Cleaning;

/// <summary>The problems of dates.</summary>
internal static class DateProblems
{
    private static readonly (DateRemarks Remark, string Code, string Detail)[] All =
    [
        (DateRemarks.Impossible, ProblemCodes.DateImpossible, "No calendar has such a day, or it lies ahead."),
        (DateRemarks.Unreadable, ProblemCodes.DateUnreadable, "It is no date."),
        (DateRemarks.Incomplete, ProblemCodes.DateIncomplete, "The date has no day."),
        (DateRemarks.Ambiguous, ProblemCodes.DateAmbiguous, "Day and month could be the other way round."),
        (DateRemarks.MonthFirst, ProblemCodes.DateMonthFirst, "The month stood before the day."),
        (DateRemarks.TwoDigitYear, ProblemCodes.DateTwoDigitYear, "The year had two digits."),
        (DateRemarks.SerialNumber, ProblemCodes.DateSerialNumber, "It was a spreadsheet's number of days."),
        (DateRemarks.Placeholder, ProblemCodes.DatePlaceholder, "Systems fill in this date where they have none."),
        (DateRemarks.Implausible, ProblemCodes.DateImplausible, "Nobody is that old."),
    ];

    public static void Add(DateRemarks remarks, string field, ObservationCleaner report)
    {
        if (remarks == DateRemarks.None) { return; }

        foreach ((DateRemarks remark, string code, string detail) in All)
        {
            if ((remarks & remark) != 0) { report.Add(field, code, detail); }
        }
    }
}
