namespace Identity.Core.Resolution;

/// <summary>Union-find over nodes, with path halving. Not thread-safe.</summary>
internal sealed class DisjointSets
{
    private readonly Dictionary<Node, Node> _parents = [];

    public void Add(Node node) => _parents.TryAdd(node, node);

    public void Join(Node a, Node b)
    {
        Node rootA = Find(a);
        Node rootB = Find(b);
        if (!ReferenceEquals(rootA, rootB)) { _parents[rootA] = rootB; }
    }

    public IReadOnlyList<IReadOnlyList<Node>> Components()
    {
        var components = new Dictionary<Node, List<Node>>();
        foreach (Node node in _parents.Keys.ToArray())
        {
            Node root = Find(node);
            if (!components.TryGetValue(root, out List<Node>? members)) { components.Add(root, members = []); }
            members.Add(node);
        }

        return [.. components.Values];
    }

    private Node Find(Node node)
    {
        while (!ReferenceEquals(_parents[node], node))
        {
            _parents[node] = _parents[_parents[node]];
            node = _parents[node];
        }

        return node;
    }
}
