using Grpc.Core;
using Identity.LoadTests.Driving;
using Identity.LoadTests.People;
using Identity.LoadTests.Serving;
using Identity.V1;

namespace Identity.LoadTests.Comparisons;

/// <summary>The calls that are compared.</summary>
internal static class Questions
{
    public const string CheckPath = "/grpc.health.v1.Health/Check";

    private const string ResolvePath = "/identity.v1.ResolutionService/Resolve";

    public static Subject Health(ServerProcess server, ServiceClient client) => new(
        server, new HttpLoad(CheckPath, new Grpc.Health.V1.HealthCheckRequest(), null),
        token => client.CheckAsync(0, token));

    /// <summary>A person who comes back with the cookie on which they logged in once.</summary>
    public static Subject Resolve(ServerProcess server, ServiceClient client, LoadPerson person, string key) => new(
        server, new HttpLoad(ResolvePath, person.Question(), key), token => ResolveAsync(client, 0, person, token));

    /// <summary>Asks who a person is, and sees that it is answered in full.</summary>
    public static async Task<ResolveResponse> ResolveAsync(
        ServiceClient client, int index, LoadPerson person, CancellationToken cancellationToken)
    {
        using AsyncUnaryCall<ResolveResponse> call = client.ResolveAsync(index, person.Question(), cancellationToken);
        ResolveResponse answer = await call;
        ServiceClient.Require(
            answer.Level == RecognitionLevel.Remembered && answer.Fields.Count == LoadPerson.Fields.Length,
            "A person was not recognised, or not shown.");
        return answer;
    }
}
