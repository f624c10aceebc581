using Identity.SampleData.Stories;

namespace Identity.SampleData;

/// <summary>
/// Makes up consumers in the Netherlands and Belgium, and the observations that the systems of a shop would send
/// about them. Nobody in it exists. Safe for any number of threads; every enumeration starts anew.
/// </summary>
public sealed class SampleGenerator
{
    private readonly SampleOptions _options;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its bounds.</exception>
    public SampleGenerator(SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Customers, SampleShowcase.Customers, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Customers, SampleOptions.CustomersMax, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.End.Year, 2005, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.End.Year, 2100, nameof(options));
        _options = options;
        long ticks = options.End.UtcTicks;
        _end = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        _start = _end - SampleOptions.Period;
    }

    /// <summary>The customers whose identifiers are known beforehand.</summary>
    public SampleShowcase Showcase { get; } = new();

    /// <summary>
    /// All observations: the showcase, then household by household, each in the order of time. Streams: holds one
    /// household at a time.
    /// </summary>
    public IEnumerable<SampleObservation> Observations()
    {
        foreach (SampleObservation observation in ShowcaseStory.Tell(Showcase, _start, _end))
        {
            yield return observation;
        }

        var factory = new HouseholdFactory(_start, _end);
        int next = SampleShowcase.Customers + 1;
        while (next <= _options.Customers)
        {
            var dice = new Dice(_options.Seed, (ulong)next);
            Household household = factory.Create(dice, next, _options.Customers - next + 1);
            foreach (SampleObservation observation in Tell(household, dice))
            {
                yield return observation;
            }

            next += household.Members.Count;
        }
    }

    private IEnumerable<SampleObservation> Tell(Household household, Dice dice)
    {
        var journal = new Journal(_start, _end);
        foreach (Person person in household.Members)
        {
            var scene = new Scene(journal, household, person, dice);
            CrmStory.Tell(scene);
            TillStory.Tell(scene);
            SiteStory.Tell(scene);
            AccountStory.Tell(scene);
            MailStory.Tell(scene);
        }

        return journal.InOrder();
    }
}
