using BenchmarkDotNet.Attributes;
using Identity.Core.Resolution;

namespace Identity.Benchmarks;

/// <summary>Deciding which identifiers of a cluster are one person: at least once for each observation.</summary>
public class ResolveBenchmarks
{
    private Graph _graph = new();

    /// <summary>How many identifiers the cluster has.</summary>
    [Params(5, 20, 200)]
    public int Identifiers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _graph = EvidenceFold.FoldAll(Made.Cluster(Identifiers), Made.Rules, new Epochs());
        if (_graph.Nodes.Count != Identifiers) { throw new InvalidOperationException("The cluster has another size."); }
    }

    [Benchmark]
    public Resolution Cluster() => Resolver.Resolve(_graph, [], Made.Now);
}
