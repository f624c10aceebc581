using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;

namespace Grpc.HealthCheck;

/// <summary>
/// The health checking service. Says of each service what it was told; knows nothing by itself. Safe for many threads.
/// Register it as a singleton.
/// </summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthCheckResponse.Types.ServingStatus> _statuses =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<Watcher>> _watchers = new(StringComparer.Ordinal);
    private bool _stopping;

    /// <summary>Sets how a service is and tells those who watch it; the empty name is the server as a whole. Without
    /// effect once the process is stopping.</summary>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            if (!_stopping) { Set(service, status); }
        }
    }

    /// <summary>Forgets a service.</summary>
    public void ClearStatus(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_gate)
        {
            if (_statuses.Remove(service)) { Tell(service, HealthCheckResponse.Types.ServingStatus.ServiceUnknown); }
        }
    }

    /// <summary>Forgets all services.</summary>
    public void ClearAll()
    {
        lock (_gate)
        {
            foreach (string service in _statuses.Keys.ToArray())
            {
                _statuses.Remove(service);
                Tell(service, HealthCheckResponse.Types.ServingStatus.ServiceUnknown);
            }
        }
    }

    /// <summary>Says how a service is.</summary>
    /// <exception cref="RpcException"><c>NOT_FOUND</c>: nothing is known of the service.</exception>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            return _statuses.TryGetValue(request.Service, out HealthCheckResponse.Types.ServingStatus status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, "The service is not known."));
        }
    }

    /// <summary>Says how a service is, at once and at every change. Of changes that follow each other faster than the
    /// watcher reads, it gets the last. Ends with <c>UNAVAILABLE</c> when the process stops.</summary>
    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        Watcher watcher = Subscribe(request.Service);
        try
        {
            HealthCheckResponse.Types.ServingStatus? told = null;
            await foreach (var status in watcher.Reader.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
            {
                if (status == told) { continue; }

                told = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
            }
        }
        finally
        {
            Unsubscribe(request.Service, watcher);
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "The process is stopping."));
    }

    /// <summary>Everything is NOT_SERVING from now on; watchers are told that and then let go.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            foreach (string service in _statuses.Keys.ToArray())
            {
                Set(service, HealthCheckResponse.Types.ServingStatus.NotServing);
            }

            foreach (Watcher watcher in _watchers.Values.SelectMany(watchers => watchers)) { watcher.Complete(); }
        }
    }

    private void Set(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        _statuses[service] = status;
        Tell(service, status);
    }

    private void Tell(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        if (!_watchers.TryGetValue(service, out List<Watcher>? watchers)) { return; }

        foreach (Watcher watcher in watchers) { watcher.Tell(status); }
    }

    private Watcher Subscribe(string service)
    {
        Watcher watcher = new();
        lock (_gate)
        {
            if (!_watchers.TryGetValue(service, out List<Watcher>? watchers)) { _watchers[service] = watchers = []; }

            watchers.Add(watcher);
            watcher.Tell(_statuses.TryGetValue(service, out var status)
                ? status
                : HealthCheckResponse.Types.ServingStatus.ServiceUnknown);
            if (_stopping) { watcher.Complete(); }
        }

        return watcher;
    }

    private void Unsubscribe(string service, Watcher watcher)
    {
        lock (_gate)
        {
            List<Watcher> watchers = _watchers[service];
            watchers.Remove(watcher);
            if (watchers.Count == 0) { _watchers.Remove(service); }
        }
    }

    // Holds one status: the last one is what counts, so a slow watcher costs no memory.
    private sealed class Watcher
    {
        private readonly Channel<HealthCheckResponse.Types.ServingStatus> _latest =
            Channel.CreateBounded<HealthCheckResponse.Types.ServingStatus>(
                new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        public ChannelReader<HealthCheckResponse.Types.ServingStatus> Reader => _latest.Reader;

        public void Tell(HealthCheckResponse.Types.ServingStatus status) => _latest.Writer.TryWrite(status);

        public void Complete() => _latest.Writer.TryComplete();
    }
}
