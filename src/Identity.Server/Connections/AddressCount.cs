using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Identity.Server.Connections;

/// <summary>Addresses that one caller usually has all of: one of IPv4, 2^64 of IPv6. The default is for connections
/// that have no address.</summary>
internal readonly record struct AddressBlock(ulong Network, bool IsWide)
{
    private const int NetworkBytes = sizeof(ulong);

    public static AddressBlock Of(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: { } address }) { return default; }
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        bool isWide = address.AddressFamily == AddressFamily.InterNetworkV6;
        return new AddressBlock(BinaryPrimitives.ReadUInt64BigEndian(bytes[..NetworkBytes]), isWide);
    }
}

/// <summary>Counts what is open for each address. Safe for many threads.</summary>
internal sealed class AddressCount(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AddressBlock, int> _open = [];

    /// <summary>Counts one more, unless there are as many as there may be.</summary>
    public bool TryEnter(AddressBlock block)
    {
        lock (_gate)
        {
            int open = _open.GetValueOrDefault(block);
            if (open >= most) { return false; }

            _open[block] = open + 1;
            return true;
        }
    }

    /// <summary>Counts one less; addresses without any are forgotten.</summary>
    public void Leave(AddressBlock block)
    {
        lock (_gate)
        {
            int left = _open[block] - 1;
            if (left > 0) { _open[block] = left; }
            else { _open.Remove(block); }
        }
    }
}
