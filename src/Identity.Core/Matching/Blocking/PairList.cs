namespace Identity.Core.Matching.Blocking;

/// <summary>Pairs of records by their places; each pair once, the smaller place first. Not thread-safe.</summary>
internal sealed class PairList
{
    private int[] _left = new int[1024];
    private int[] _right = new int[1024];

    public int Count { get; private set; }

    public (int Left, int Right) this[int index] => (_left[index], _right[index]);

    public void Add(int left, int right)
    {
        if (Count == _left.Length)
        {
            Array.Resize(ref _left, Count * 2);
            Array.Resize(ref _right, Count * 2);
        }

        _left[Count] = left;
        _right[Count] = right;
        Count++;
    }
}
