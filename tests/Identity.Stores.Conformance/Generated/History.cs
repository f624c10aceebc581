using Identity.Testing;
using Xunit;

namespace Identity.Stores.Conformance.Generated;

/// <summary>
/// A random sequence of calls, made of a store and of the model alike; every answer must be the same. At any moment one
/// write may be open, and some reads of older states beside it.
/// </summary>
internal sealed class History : IAsyncDisposable
{
    private const int ReadersMax = 3;

    private readonly RandomRecords _records;
    private readonly ReadSteps _reads;
    private readonly WriteSteps _writes;
    private readonly Func<Task<IIdentityStore>> _open;
    private readonly MemoryStore _model = new();
    private readonly List<string> _log = [];
    private readonly List<(IReadTransaction Store, IReadTransaction Model)> _readers = [];
    private readonly CancellationToken _token;
    private (IWriteTransaction Store, IWriteTransaction Model)? _writer;
    private long _lastId;
    private IIdentityStore? _store;

    /// <param name="records">The source of chance.</param>
    /// <param name="open">Opens the store, again with what was committed.</param>
    /// <param name="token">Ends it early.</param>
    public History(RandomRecords records, Func<Task<IIdentityStore>> open, CancellationToken token)
    {
        _records = records;
        _open = open;
        _token = token;
        _reads = new ReadSteps(records, token);
        _writes = new WriteSteps(records, token);
    }

    /// <summary>What was called, for a failure's text.</summary>
    public IEnumerable<string> Log => _log;

    public async Task RunAsync(int length)
    {
        _store = await _open();
        for (int step = 0; step < length; step++) { await StepAsync(_store); }
        await EndWriteAsync(commit: true);
        await ReopenAsync();
        await BeginReadAsync(_store);
        foreach (ReadStep step in _reads.Everything()) { await CompareAsync(_readers[0], step); }
        (IWriteTransaction, IWriteTransaction) last = await BeginWriteAsync(_store);
        foreach (WriteStep step in _writes.Everything()) { await CompareAsync(last, step); }
        await EndWriteAsync(commit: false);
        await EndReadersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer) { await writer.Store.DisposeAsync(); }
        foreach ((IReadTransaction store, _) in _readers) { await store.DisposeAsync(); }
        if (_store is not null) { await _store.DisposeAsync(); }
        await _model.DisposeAsync();
    }

    private Task StepAsync(IIdentityStore store) => (_records.Below(40), _writer) switch
    {
        (0, _) => ReopenAsync(),
        (1 or 2, _) => BeginReadAsync(store),
        (3, _) => EndReadersAsync(),
        (4 or 5, not null) => EndWriteAsync(commit: true),
        (6, not null) => EndWriteAsync(commit: false),
        (7, { } writer) => NextIdAsync(writer.Store),
        ( < 16, null) => BeginWriteAsync(store),
        ( < 24, _) when _readers.Count > 0 => CompareAsync(_readers[_records.Below(_readers.Count)], _reads.Next()),
        (_, { } writer) when _records.Chance(3) => CompareAsync(writer, _reads.Next()),
        (_, { } writer) => CompareAsync(writer, _writes.Next()),
        _ => BeginWriteAsync(store),
    };

    private async Task<(IWriteTransaction Store, IWriteTransaction Model)> BeginWriteAsync(IIdentityStore store)
    {
        _log.Add("begin");
        var writer = (await store.BeginWriteAsync(_token), await _model.BeginWriteAsync(_token));
        _writer = writer;
        return writer;
    }

    private async Task EndWriteAsync(bool commit)
    {
        if (_writer is not { } writer) { return; }
        _log.Add(commit ? "commit" : "give up");
        if (commit)
        {
            await writer.Store.CommitAsync(_token);
            await writer.Model.CommitAsync(_token);
        }

        await writer.Store.DisposeAsync();
        await writer.Model.DisposeAsync();
        _writer = null;
    }

    private async Task BeginReadAsync(IIdentityStore store)
    {
        if (_readers.Count == ReadersMax) { return; }
        _log.Add("begin to read");
        _readers.Add((await store.BeginReadAsync(_token), await _model.BeginReadAsync(_token)));
    }

    private async Task EndReadersAsync()
    {
        _log.Add("end all reads");
        foreach ((IReadTransaction store, IReadTransaction model) in _readers)
        {
            await store.DisposeAsync();
            await model.DisposeAsync();
        }

        _readers.Clear();
    }

    private async Task ReopenAsync()
    {
        await EndWriteAsync(commit: false);
        await EndReadersAsync();
        _log.Add("open again");
        if (_store is not null) { await _store.DisposeAsync(); }
        _store = await _open();
    }

    private async Task NextIdAsync(IWriteTransaction store)
    {
        long id = await store.NextIdentifierIdAsync(_token);
        Assert.True(id > _lastId, $"The id {id} came after {_lastId}.");
        _lastId = id;
    }

    private async Task CompareAsync((IReadTransaction Store, IReadTransaction Model) pair, ReadStep step)
    {
        _log.Add(step.Name);
        Assert.Equal(await step.Ask(pair.Model), await step.Ask(pair.Store));
    }

    private async Task CompareAsync((IWriteTransaction Store, IWriteTransaction Model) pair, WriteStep step)
    {
        _log.Add(step.Name);
        Assert.Equal(await step.Ask(pair.Model), await step.Ask(pair.Store));
    }
}
