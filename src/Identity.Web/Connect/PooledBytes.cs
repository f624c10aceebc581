using System.Buffers;

namespace Identity.Web.Connect;

/// <summary>
/// Bytes in one piece, in rented memory that grows as it is written. Dispose it to give the memory back.
/// </summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private const int RoomMin = 4096;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>How many bytes of memory it holds.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>What has been written; valid until more is, or until the memory is given back.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Reads what has been written.</summary>
    public MemoryStream OpenRead() => new(_bytes, 0, Length, writable: false);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - Length < Math.Max(sizeHint, 1))
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length * 2, Length + Math.Max(sizeHint, RoomMin)));
            Written.CopyTo(larger);
            Return();
            _bytes = larger;
        }

        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        Return();
        (_bytes, Length) = ([], 0);
    }

    private void Return()
    {
        if (_bytes.Length > 0) { ArrayPool<byte>.Shared.Return(_bytes); }
    }
}
