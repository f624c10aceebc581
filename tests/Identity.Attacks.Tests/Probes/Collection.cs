using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>One server for all probes, one probe at a time: memory and log belong to the attack that
/// runs.</summary>
[CollectionDefinition(nameof(ServerProcess), DisableParallelization = true)]
public sealed class ProbeCollection : ICollectionFixture<ServerProcess>;
