using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Identity.Application.Access;

namespace Identity.Api.Access;

/// <summary>
/// Who may call what: for every RPC of the contract the scopes of which a key needs one. An RPC that is not in here
/// fails the build (RpcScopes.targets), the start of the server, and every call.
/// </summary>
internal static class RpcScopes
{
    private static readonly string[] AnyIngest = [Scopes.IngestPublic, Scopes.Ingest, Scopes.IngestAuthenticated];

    private static readonly FrozenDictionary<string, string[]> ByMethod = new Dictionary<string, string[]>
    {
        ["/identity.v1.ResolutionService/Resolve"] = [Scopes.Resolve],
        ["/identity.v1.ResolutionService/ResolveMany"] = [Scopes.Resolve],
        ["/identity.v1.IngestionService/Ingest"] = AnyIngest,
        ["/identity.v1.IngestionService/IngestStream"] = AnyIngest,
        ["/identity.v1.ProfileService/GetProfile"] = [Scopes.ProfilesRead],
        ["/identity.v1.ProfileService/FindProfiles"] = [Scopes.ProfilesPii],
        ["/identity.v1.StewardService/ListReviews"] = [Scopes.Steward],
        ["/identity.v1.StewardService/AnswerReview"] = [Scopes.Steward],
        // Members and history need profiles.pii besides, and are left out without it.
        ["/identity.v1.HouseholdService/GetHousehold"] = [Scopes.ProfilesRead],
        ["/identity.v1.WorkspaceService/CreateWorkspace"] = [Scopes.Operator],
        ["/identity.v1.WorkspaceService/GetRules"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/PutRules"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/CreateKey"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/ListKeys"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/RevokeKey"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/GetStats"] = [Scopes.Admin],
        ["/identity.v1.WorkspaceService/GetQuality"] = [Scopes.Admin],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // A load balancer and a developer's tool have no key, and neither service tells anything about anybody.
    private static readonly string[] OpenServices =
    [
        "/grpc.health.v1.Health/",
        "/grpc.reflection.v1.ServerReflection/",
        "/grpc.reflection.v1alpha.ServerReflection/",
    ];

    /// <summary>The RPC may be called without a key.</summary>
    public static bool IsOpen(string method) =>
        !ByMethod.ContainsKey(method)
        && Array.Exists(OpenServices, service => method.StartsWith(service, StringComparison.Ordinal));

    /// <summary>The scopes of which a key needs one; null when nobody has decided, and nobody may call.</summary>
    public static IReadOnlyList<string>? For(string method) => ByMethod.GetValueOrDefault(method);

    /// <summary>The RPCs of these services that have no scope.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<ServiceDescriptor> services) =>
    [
        .. services.SelectMany(service => service.Methods).Select(PathOf).Where(path => !ByMethod.ContainsKey(path)),
    ];

    /// <summary>The path of a method, as calls name it.</summary>
    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";
}
