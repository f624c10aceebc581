namespace Identity.Core.Recognition;

/// <summary>
/// Recognises a visitor by what was presented. Pure. Whatever is not vouched for selects and reveals nobody.
/// See docs/resolution.md.
/// </summary>
public static class Recogniser
{
    /// <summary>
    /// The identifier that is vouched for: the strongest unclaimed person-role one; null when there is none.
    /// </summary>
    public static Presented? Vouched(IReadOnlyList<Presented> presented)
    {
        Presented? strongest = null;
        foreach (Presented candidate in presented)
        {
            if (!candidate.Item.Rule.IsPerson || candidate.Item.Claimed) { continue; }
            if (strongest is null || candidate.Item.IsStrongerThan(strongest.Item)) { strongest = candidate; }
        }

        return strongest;
    }

    /// <summary>Recognises a visitor.</summary>
    /// <param name="presented">The identifiers, blocked ones left out.</param>
    /// <param name="vouching">What the caller vouches for.</param>
    /// <param name="vouched">
    /// The identifier that is vouched for; null when nothing is. It may be none of the presented: the identifier inside
    /// a link token.
    /// </param>
    public static Recognised Recognise(IReadOnlyList<Presented> presented, Vouching vouching, Presented? vouched)
    {
        IReadOnlyList<Presented> claims = Claims(presented, vouched);
        Recognised result = vouched is not null && vouching != Vouching.None
            ? ByVouching(vouched, vouching)
            : ByDevice(presented) ?? ByNetwork(presented) ?? new Recognised { Level = RecognitionLevel.Unknown };
        IReadOnlyList<Presented> conflicts = Conflicts(presented, result, claims);
        return claims.Count + conflicts.Count == 0 ? result : result with { Claims = claims, Conflicts = conflicts };
    }

    private static Recognised ByVouching(Presented vouched, Vouching vouching) => new()
    {
        Level = vouching == Vouching.Authenticated ? RecognitionLevel.Authenticated : RecognitionLevel.Remembered,
        PersonId = vouched.Known?.PersonId,
        Evidence = vouched,
        LinkedAt = vouched.Known?.LastSeen,
        Sources = vouched.Known?.Sources ?? SourceSet.Empty,
    };

    private static Recognised? ByDevice(IReadOnlyList<Presented> presented)
    {
        Presented? remembered = null;
        Presented? seen = null;
        foreach (Presented device in presented)
        {
            if (!device.Item.Rule.IsDevice || device.Known is not { PersonId: not null } known) { continue; }
            if (known.RememberedAt is not null && IsMoreRecent(device, remembered)) { remembered = device; }
            if (IsMoreRecent(device, seen)) { seen = device; }
        }

        if (remembered?.Known is { } tie)
        {
            return new Recognised
            {
                Level = RecognitionLevel.Remembered,
                PersonId = tie.PersonId,
                Evidence = remembered,
                LinkedAt = tie.RememberedAt,
                Sources = tie.RememberedBy,
            };
        }

        return seen is null ? null : Seen(seen, seen.Known?.PersonId);
    }

    private static Recognised? ByNetwork(IReadOnlyList<Presented> presented)
    {
        foreach (Presented network in presented)
        {
            bool isHint = network.Item.Rule.Role == Identifiers.NamespaceRole.Network && network.Known is not null;
            if (isHint) { return Seen(network, null); }
        }

        return null;
    }

    private static Recognised Seen(Presented presented, Guid? personId) => new()
    {
        Level = RecognitionLevel.Device,
        PersonId = personId,
        Evidence = presented,
        LinkedAt = presented.Known?.LastSeen,
        Sources = presented.Known?.Sources ?? SourceSet.Empty,
    };

    private static bool IsMoreRecent(Presented candidate, Presented? other)
    {
        if (other?.Known is null || candidate.Known is null) { return other is null; }
        int order = candidate.Known.LastSeen.CompareTo(other.Known.LastSeen);
        return order != 0 ? order > 0 : candidate.Item.IsStrongerThan(other.Item);
    }

    private static IReadOnlyList<Presented> Claims(IReadOnlyList<Presented> presented, Presented? vouched)
    {
        List<Presented>? claims = null;
        foreach (Presented candidate in presented)
        {
            if (!candidate.Item.Rule.IsPerson || ReferenceEquals(candidate, vouched)) { continue; }
            // Beside a vouched identifier the others are vouched for as well, unless the visitor only typed them.
            bool isVouchedBeside = vouched is { Index: >= 0 } && !candidate.Item.Claimed;
            if (!isVouchedBeside) { (claims ??= []).Add(candidate); }
        }

        return claims ?? (IReadOnlyList<Presented>)[];
    }

    // A claim is no conflict: to say that it belongs to somebody would tell who is a customer.
    private static IReadOnlyList<Presented> Conflicts(
        IReadOnlyList<Presented> presented, Recognised recognised, IReadOnlyList<Presented> claims)
    {
        if (recognised.Evidence is null) { return []; }
        List<Presented>? conflicts = null;
        foreach (Presented candidate in presented)
        {
            if (candidate.Known is not { PersonId: { } owner, IsEstablished: true }) { continue; }
            // Whoever is only looked alike is somebody else, as far as a website is told.
            bool isOther = owner != recognised.PersonId
                || candidate.Known.FirmId != (recognised.Evidence.Known?.FirmId ?? 0);
            if (isOther && !claims.Contains(candidate)) { (conflicts ??= []).Add(candidate); }
        }

        return conflicts ?? (IReadOnlyList<Presented>)[];
    }
}
