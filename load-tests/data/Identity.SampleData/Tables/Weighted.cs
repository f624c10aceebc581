namespace Identity.SampleData.Tables;

/// <summary>A list from which heavier items are drawn more often. Immutable.</summary>
internal sealed class Weighted<T>
{
    private readonly T[] _items;
    private readonly int[] _upTo;

    public Weighted(IEnumerable<T> items, Func<T, int> weight)
    {
        _items = [.. items.Where(item => weight(item) > 0)];
        _upTo = new int[_items.Length];
        int sum = 0;
        for (int i = 0; i < _items.Length; i++)
        {
            sum += weight(_items[i]);
            _upTo[i] = sum;
        }
    }

    public T Draw(Dice dice)
    {
        int at = Array.BinarySearch(_upTo, dice.Below(_upTo[^1]) + 1);
        return _items[at < 0 ? ~at : at];
    }
}
