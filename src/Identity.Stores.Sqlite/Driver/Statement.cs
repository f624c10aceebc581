using System.Buffers;
using System.Text;
using Identity.Core;
using SQLitePCL;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// A prepared statement. Parameters are bound one after the other, and columns read one after the other, in the order
/// of the statement's text. Disposing of it ends its run and keeps it prepared. Not thread-safe.
/// </summary>
internal sealed class Statement : IDisposable
{
    /// <summary>More parameters than any statement has.</summary>
    public const int ParametersMax = 43;

    private const int StackBytesMax = 512;

    // Strict: a lone surrogate would be stored as another text, and two identifiers could become one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Connection _connection;
    private readonly sqlite3_stmt _handle;
    private readonly Query _query;
    private readonly IStatementJournal? _journal;
    private int _bound;
    private int _column;
    private bool _isRunning;

    public Statement(Connection connection, sqlite3_stmt handle, Query query)
    {
        _connection = connection;
        _handle = handle;
        _query = query;
        _journal = connection.Journal;
    }

    /// <summary>Takes it for one run.</summary>
    public void Begin()
    {
        Invariant.Check(!_isRunning, "A statement runs once at a time.");
        _isRunning = true;
        _bound = 0;
    }

    public Statement Bind(long value)
    {
        _connection.Check(raw.sqlite3_bind_int64(_handle, ++_bound, value));
        _journal?.BoundNumber(_query, value);
        return this;
    }

    public Statement Bind(bool value) => Bind(value ? 1L : 0L);

    public Statement Bind(DateTimeOffset moment) => Bind(Microseconds.Of(moment));

    public Statement Bind(DateTimeOffset? moment) => moment is { } known ? Bind(known) : BindNull();

    public Statement Bind(string? text)
    {
        if (text is null) { return BindNull(); }
        int size = Utf8.GetMaxByteCount(text.Length);
        byte[]? rented = size <= StackBytesMax ? null : ArrayPool<byte>.Shared.Rent(size);
        Span<byte> buffer = rented ?? stackalloc byte[StackBytesMax];
        int length = Utf8.GetBytes(text, buffer);
        int result = raw.sqlite3_bind_text(_handle, ++_bound, buffer[..length]);
        if (rented is not null) { ArrayPool<byte>.Shared.Return(rented); }
        _connection.Check(result);
        _journal?.BoundText(_query, text);
        return this;
    }

    public Statement Bind(ReadOnlySpan<byte> bytes)
    {
        _connection.Check(raw.sqlite3_bind_blob(_handle, ++_bound, bytes));
        _journal?.BoundBytes(_query, bytes);
        return this;
    }

    public Statement Bind(Guid id)
    {
        // Big-endian, so that hex(id) reads like the id's text.
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public Statement Bind(Guid? id) => id is { } known ? Bind(known) : BindNull();

    public Statement BindNull()
    {
        _connection.Check(raw.sqlite3_bind_null(_handle, ++_bound));
        _journal?.BoundNull(_query);
        return this;
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Read()
    {
        int result = raw.sqlite3_step(_handle);
        _connection.Check(result);
        _journal?.Stepped(_query);
        _column = 0;
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs it to its end, and returns how many rows it wrote.</summary>
    public int Execute()
    {
        while (Read()) { }
        return _connection.Changes();
    }

    /// <summary>Runs it to its end, and makes it ready to be bound again.</summary>
    public void ExecuteAndRebind()
    {
        Execute();
        Rebind();
    }

    /// <summary>Ends the run, and makes it ready to be bound again.</summary>
    public void Rebind()
    {
        _ = raw.sqlite3_reset(_handle);
        _bound = 0;
        _journal?.Rebound(_query);
    }

    public long Long() => raw.sqlite3_column_int64(_handle, _column++);

    public int Int() => (int)Long();

    public bool Bool() => Long() != 0;

    public DateTimeOffset Moment() => Microseconds.ToMoment(Long());

    public DateTimeOffset? OptionalMoment() => IsNull() ? null : Moment();

    public DateTimeOffset MomentOr(DateTimeOffset absent) => IsNull() ? absent : Moment();

    // As bytes: what SQLite calls text ends for some callers at the first NUL.
    public string Text() => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_handle, _column++));

    public string? OptionalText() => IsNull() ? null : Text();

    public Guid Id() => new(raw.sqlite3_column_blob(_handle, _column++), bigEndian: true);

    public Guid? OptionalId() => IsNull() ? null : Id();

    public byte[] Bytes() => raw.sqlite3_column_blob(_handle, _column++).ToArray();

    /// <summary>Goes past columns that are not read.</summary>
    public void Skip(int columns) => _column += columns;

    /// <summary>Whether the next column is NULL, and then goes past it.</summary>
    public bool IsNull()
    {
        if (raw.sqlite3_column_type(_handle, _column) != raw.SQLITE_NULL) { return false; }
        _column++;
        return true;
    }

    public void Dispose()
    {
        _ = raw.sqlite3_reset(_handle);
        _isRunning = false;
        _journal?.Ended(_query);
    }

    /// <summary>Gives it up for good.</summary>
    public void Close() => _handle.Dispose();
}
