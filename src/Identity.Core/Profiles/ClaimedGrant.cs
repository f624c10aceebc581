using Identity.Core.Consents;
using Identity.Core.Identifiers;

namespace Identity.Core.Profiles;

/// <summary>
/// A consent that was granted through a claimed identifier. It stays with the device on which it was given, until the
/// identifier is observed together with that device, unclaimed, at level 3 or 4, not before the statement.
/// </summary>
/// <param name="Claimed">The identifier for which it was given.</param>
/// <param name="Statement">What was granted.</param>
public sealed record ClaimedGrant(IdentifierKey Claimed, ConsentStatement Statement);
