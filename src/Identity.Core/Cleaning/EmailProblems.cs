using Identity.Core.Observations;

namespace Identity.Core.Cleaning;

/// <summary>The problems of e-mail addresses that can be delivered to.</summary>
internal static class EmailProblems
{
    public static void Add(string address, string field, ObservationCleaner report)
    {
        EmailRemarks remarks = EmailQuality.Of(address).Remarks;
        if ((remarks & EmailRemarks.TypingError) != 0)
        {
            report.Add(field, ProblemCodes.EmailTypingError, "The domain is one slip away from a well-known one.");
        }

        if ((remarks & EmailRemarks.Role) != 0)
        {
            report.Add(field, ProblemCodes.EmailRole, "It is the mailbox of a task, not of a person.");
        }

        if ((remarks & EmailRemarks.ThrowAway) != 0)
        {
            report.Add(field, ProblemCodes.EmailThrowAway, "The domain hands out addresses for minutes.");
        }

        if (TestValues.IsEmail(address))
        {
            report.Add(field, ProblemCodes.TestValue, "The value was typed to try something.");
        }
    }
}
