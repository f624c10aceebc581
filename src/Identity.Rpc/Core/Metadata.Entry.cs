using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with one value: a text, or bytes when the key ends in <c>-bin</c>. Immutable.</summary>
    public sealed class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Creates a text entry.</summary>
        /// <exception cref="ArgumentException">The key has a character that no header name may have, or ends in
        /// <c>-bin</c>.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalise(key);
            if (IsBinary) { throw new ArgumentException("A key that ends in -bin takes bytes.", nameof(key)); }

            _text = value;
        }

        /// <summary>Creates an entry of bytes; they are copied.</summary>
        /// <exception cref="ArgumentException">The key has a character that no header name may have, or does not end in
        /// <c>-bin</c>.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalise(key);
            if (!IsBinary) { throw new ArgumentException("A key that takes bytes ends in -bin.", nameof(key)); }

            _bytes = (byte[])valueBytes.Clone();
        }

        private Entry(string normalKey, string? text, byte[]? bytes) => (Key, _text, _bytes) = (normalKey, text, bytes);

        /// <summary>The key, lower case.</summary>
        public string Key { get; }

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException("This entry holds bytes, not text.");

        /// <summary>A copy of the bytes; of a text, its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text ?? "") : (byte[])_bytes.Clone();

        /// <summary>Whether the entry holds bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        internal ReadOnlySpan<byte> Bytes => _bytes;

        public override string ToString() => _bytes is null
            ? $"[Entry: key={Key}, value={_text}]"
            : $"[Entry: key={Key}, valueBytes={_bytes.Length} bytes]";

        // Header names from the wire are valid and lower case already, so that nothing needs to be checked or copied.
        internal static Entry FromWire(string key, string value) => new(key, value, null);

        internal static Entry FromWire(string key, byte[] valueBytes) => new(key, null, valueBytes);

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string Normalise(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            string lower = key.ToLowerInvariant();
            return lower.AsSpan().IndexOfAnyExcept(KeyCharacters) < 0
                ? lower
                : throw new ArgumentException("A key has letters, digits and - _ . only.", nameof(key));
        }
    }
}
