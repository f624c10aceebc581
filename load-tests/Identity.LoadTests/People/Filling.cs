using Identity.LoadTests.Driving;
using Identity.LoadTests.Serving;
using Identity.V1;

namespace Identity.LoadTests.People;

/// <summary>Fills a service with persons, by its own ingestion: one observation each, many in a call.</summary>
internal static class Filling
{
    private const int PerCall = 500;
    private const int Callers = 4;

    /// <summary>Returns the observations per second. Can be repeated with another range of numbers.</summary>
    /// <param name="client">The service.</param>
    /// <param name="from">The first number.</param>
    /// <param name="persons">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<double> RunAsync(
        ServiceClient client, int from, int persons, CancellationToken cancellationToken)
    {
        DateTimeOffset at = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1);
        int calls = (persons + PerCall - 1) / PerCall;
        double perSecond = await ClosedLoop.RunAsync(
            Callers, calls,
            async (index, ending) =>
            {
                int first = index * PerCall;
                var request = new IngestRequest();
                for (int number = first; number < Math.Min(first + PerCall, persons); number++)
                {
                    request.Observations.Add(new LoadPerson(from + number).Arrival(at));
                }

                await client.IngestAsync(index, request, ending);
            },
            cancellationToken);
        return perSecond * persons / calls;
    }
}
