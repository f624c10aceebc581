using System.Reflection;
using Identity.Core.Identifiers;
using Identity.Stores;

namespace Identity.Simulation.Tests.Incremental;

/// <summary>A store whose log leaves out changes of one kind.</summary>
internal sealed class ForgetfulStore : IIdentityStore
{
    private readonly IIdentityStore _store;
    private readonly ChangeKind _forgotten;

    private ForgetfulStore(IIdentityStore store, ChangeKind forgotten) => (_store, _forgotten) = (store, forgotten);

    public static Func<IIdentityStore, IIdentityStore?> Without(ChangeKind kind) =>
        store => new ForgetfulStore(store, kind);

    public async ValueTask<IReadTransaction> BeginReadAsync(CancellationToken cancellationToken)
    {
        IReadTransaction proxy = DispatchProxy.Create<IReadTransaction, Reading>();
        var reading = (Reading)(object)proxy;
        (reading.Inner, reading.Forgotten) = (await _store.BeginReadAsync(cancellationToken), _forgotten);
        return proxy;
    }

    public ValueTask<IWriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        _store.BeginWriteAsync(cancellationToken);

    public ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken) =>
        _store.FindVisitorAsync(workspace, values, cancellationToken);

    public ValueTask DisposeAsync() => default;

    /// <summary>Made at run time, so that it need not name what it hands through.</summary>
#pragma warning disable CA1852 // A class is derived from it at run time.
    public class Reading : DispatchProxy
#pragma warning restore CA1852
    {
        public IReadTransaction? Inner { get; set; }

        public ChangeKind Forgotten { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            object? answer = targetMethod!.Invoke(Inner, args);
            return answer is ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> changes
                ? new ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>>(WithoutAsync(changes))
                : answer;
        }

        private async Task<IReadOnlyList<(long Revision, ChangeRecord Change)>> WithoutAsync(
            ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> changes) =>
            [.. (await changes).Where(item => item.Change.Kind != Forgotten)];
    }
}
