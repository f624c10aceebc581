using System.Buffers;

namespace Identity.Rpc.Wire;

/// <summary>A growing array from the pool, bounded. Give it back by disposing; its content is gone then.</summary>
internal sealed class PooledBuffer(int lengthMax) : IBufferWriter<byte>, IDisposable
{
    private const int FirstLength = 1024;

    private byte[] _array = [];
    private int _length;

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Dispose()
    {
        if (_array.Length > 0) { ArrayPool<byte>.Shared.Return(_array); }

        _array = [];
        _length = 0;
    }

    private void Grow(int sizeHint)
    {
        int needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _array.Length) { return; }

        // The pool rounds up, so an array may be longer than the bound; whoever fills it checks Length.
        long doubled = Math.Max(FirstLength, 2L * _array.Length);
        int wanted = (int)Math.Max(needed, Math.Min(doubled, Math.Max(lengthMax, FirstLength)));
        byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > 0) { ArrayPool<byte>.Shared.Return(_array); }

        _array = larger;
    }
}
