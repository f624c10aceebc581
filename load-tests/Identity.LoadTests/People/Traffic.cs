using Identity.V1;

namespace Identity.LoadTests.People;

/// <summary>
/// Observations as a shop sends them once it is known: seven of ten are pages that a known cookie looked at, two are
/// logins of known persons on their cookie, one is somebody new. The same seed gives the same.
/// </summary>
/// <param name="Persons">How many persons there are already.</param>
/// <param name="Seed">Chooses among them, and marks the messages.</param>
internal sealed record Traffic(int Persons, int Seed)
{
    /// <param name="calls">How many calls.</param>
    /// <param name="perCall">How many observations each has.</param>
    /// <param name="at">When all of it happens.</param>
    public IReadOnlyList<IngestRequest> Calls(int calls, int perCall, DateTimeOffset at)
    {
        var random = new Random(Seed);
        var requests = new IngestRequest[calls];
        int number = 0;
        for (int index = 0; index < calls; index++)
        {
            requests[index] = new IngestRequest();
            for (int place = 0; place < perCall; place++)
            {
                requests[index].Observations.Add(One(random, number++, at));
            }
        }

        return requests;
    }

    private Observation One(Random random, int number, DateTimeOffset at)
    {
        var known = new LoadPerson(random.Next(Persons));
        string messageId = $"t{Seed}-{number}";
        return random.Next(10) switch
        {
            0 => new LoadPerson(number, $"new{Seed}-").Arrival(at),
            1 or 2 => known.Return(messageId, at),
            _ => known.PageView(messageId, at),
        };
    }
}
