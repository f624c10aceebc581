namespace Identity.Core.Observations;

/// <summary>
/// Counts up with each change of what cleaning makes of an observation. What is stored is then made anew at the next
/// start, so that all of it follows one version.
/// </summary>
public static class CleaningVersion
{
    public const int Current = 1;
}
