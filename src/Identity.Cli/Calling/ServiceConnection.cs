using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Identity.Cli.Settings;
using Identity.V1;

namespace Identity.Cli.Calling;

/// <summary>A way to a service, with a key. Thread-safe.</summary>
internal sealed class ServiceConnection : IDisposable
{
    // A service that is there answers far sooner; one that accepts and never answers should not hold up a script.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongCallTimeout = TimeSpan.FromHours(1);

    private readonly GrpcChannel _channel;
    private readonly TimeProvider _time;

    private ServiceConnection(GrpcChannel channel, string key, TimeProvider time)
    {
        (_channel, _time) = (channel, time);
        CallInvoker invoker = channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {key}");
            return metadata;
        });
        Resolution = new ResolutionService.ResolutionServiceClient(invoker);
        Ingestion = new IngestionService.IngestionServiceClient(invoker);
        Profiles = new ProfileService.ProfileServiceClient(invoker);
        Households = new HouseholdService.HouseholdServiceClient(invoker);
        Workspaces = new WorkspaceService.WorkspaceServiceClient(invoker);
    }

    public ResolutionService.ResolutionServiceClient Resolution { get; }

    public IngestionService.IngestionServiceClient Ingestion { get; }

    public ProfileService.ProfileServiceClient Profiles { get; }

    public HouseholdService.HouseholdServiceClient Households { get; }

    public WorkspaceService.WorkspaceServiceClient Workspaces { get; }

    /// <summary>Opens a connection as the settings say.</summary>
    /// <exception cref="WrongUseException">The address is none, or there is no key.</exception>
    public static ServiceConnection Open(SettingValues values, CommonSettings common, Surroundings surroundings)
    {
        string text = values.Get(common.Address);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new WrongUseException(
                $"--address: '{text}' is no address of a service; one looks like {CommonSettings.AddressDefault}.");
        }

        string key = values.Get(common.Key);
        if (key.Length == 0) { key = ReadKey(surroundings.PathOf(values.Get(common.Data))); }
        return Open(address, key, surroundings.Time);
    }

    /// <summary>Opens a connection to a service.</summary>
    /// <exception cref="WrongUseException">The key cannot be sent.</exception>
    public static ServiceConnection Open(Uri address, string key, TimeProvider time)
    {
        if (key.Any(unit => unit is < '!' or > '~'))
        {
            throw new WrongUseException("The key holds characters that no key has.");
        }

        return new ServiceConnection(GrpcChannel.ForAddress(address), key, time);
    }

    /// <summary>The settings of a call that is answered once.</summary>
    public CallOptions Once(CancellationToken cancellationToken) =>
        new(deadline: (_time.GetUtcNow() + CallTimeout).UtcDateTime, cancellationToken: cancellationToken);

    /// <summary>The settings of a call for which the service looks at everything.</summary>
    public CallOptions Long(CancellationToken cancellationToken) =>
        new(deadline: (_time.GetUtcNow() + LongCallTimeout).UtcDateTime, cancellationToken: cancellationToken);

    public void Dispose() => _channel.Dispose();

    private static string ReadKey(string data)
    {
        string path = Path.Combine(data, "admin.key");
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException(
                $"There is no key to call with: {path} cannot be read. "
                + "Name the service's data folder with --data, or give a key with --key or IDENTITY_KEY.");
        }
    }
}
