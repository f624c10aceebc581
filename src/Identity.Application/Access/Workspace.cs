using System.Collections.Immutable;
using Identity.Application.Workspaces;
using Identity.Core.Resolution;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Access;

/// <summary>A tenant with its rules, ready to use. Immutable; a change of rules makes a new one. Thread-safe.</summary>
public sealed class Workspace
{
    internal Workspace(WorkspaceRecord record)
    {
        Record = record;
        Rules = record.Rules is null ? WorkspaceRules.Default : RulesText.Parse(record.Rules);
        Ids = new PersonIds(record.Secret);
    }

    public long Number => Record.Number;

    public Guid WorkspaceId => Record.WorkspaceId;

    public ImmutableArray<byte> Secret => Record.Secret;

    public WorkspaceRules Rules { get; }

    public PersonIds Ids { get; }

    internal WorkspaceRecord Record { get; }

    /// <summary>The same tenant under other rules that it has had.</summary>
    internal Workspace Under(RulesRecord rules) =>
        rules.Rules == Record.Rules ? this
            : new Workspace(Record with { RulesVersion = rules.Version, Rules = rules.Rules });

    /// <summary>The same tenant, without comparing records.</summary>
    internal Workspace WithoutMatching() =>
        Rules.Matching.IsOn ? new Workspace(Record with { Rules = RulesText.Write(Rules.WithoutMatching()) }) : this;

    /// <summary>What is stored may not follow the rules, or this program's cleaning and matching, yet.</summary>
    public bool IsBeingResolved =>
        Record.ResolvedVersion < Record.RulesVersion || Record.DerivedBy != Derivation.Version;
}
