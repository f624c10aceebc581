using Grpc.Core;

namespace Identity.Rpc.Client;

/// <summary>Asks the credentials of a call for the metadata that they add to it.</summary>
internal sealed class CredentialsSender : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    public static CallCredentials? Combine(CallCredentials? channel, CallCredentials? call) =>
        channel is null || call is null ? channel ?? call : CallCredentials.Compose(channel, call);

    public static async Task<Metadata> AskAsync(CallCredentials credentials, AuthInterceptorContext context)
    {
        CredentialsSender sender = new();
        credentials.InternalPopulateConfiguration(sender, null);
        Metadata metadata = [];
        foreach (AsyncAuthInterceptor interceptor in sender._interceptors)
        {
            await interceptor(context, metadata).ConfigureAwait(false);
        }

        return metadata;
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (CallCredentials part in credentials) { part.InternalPopulateConfiguration(this, state); }
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
        _interceptors.Add(interceptor);
}
