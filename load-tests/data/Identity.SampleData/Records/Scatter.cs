namespace Identity.SampleData.Records;

/// <summary>
/// Puts the numbers below ten million in another order, one to one, so that the telephone numbers of neighbours in
/// the file look unlike each other: a Feistel network on 24 bits, repeated until the number is small enough again
/// (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
/// </summary>
internal static class Scatter
{
    public const int Bound = 2 * RecordOptions.CountMax;

    private const int HalfBits = 12;
    private const uint HalfMask = (1u << HalfBits) - 1;
    private static readonly uint[] RoundKeys = [0x9E37, 0x79B9, 0x7F4A, 0x7C15];

    /// <param name="number">0 up to, not including, <see cref="Bound"/>.</param>
    public static int Of(int number)
    {
        uint scattered = (uint)number;
        do
        {
            scattered = Round(scattered);
        }
        while (scattered >= Bound);

        return (int)scattered;
    }

    private static uint Round(uint value)
    {
        uint left = value >> HalfBits;
        uint right = value & HalfMask;
        foreach (uint key in RoundKeys)
        {
            uint mixed = ((right + key) * 0x85EBCA6B) >> (32 - HalfBits);
            (left, right) = (right, left ^ mixed);
        }

        return (left << HalfBits) | right;
    }
}
