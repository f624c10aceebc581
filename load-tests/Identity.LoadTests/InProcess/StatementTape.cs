using Identity.Core;
using Identity.Stores.Sqlite.Driver;

namespace Identity.LoadTests.InProcess;

/// <summary>
/// Every step of every statement of a run, in order, which can be done again without whoever thought of it. Only what
/// is read from the rows is left out. Not thread-safe: for the one writer.
/// </summary>
internal sealed class StatementTape : IStatementJournal
{
    private readonly List<Step> _steps = [];

    private enum Kind
    {
        Begin = 0,
        Number = 1,
        Text = 2,
        Bytes = 3,
        Null = 4,
        Row = 5,
        Rebind = 6,
        End = 7,
    }

    /// <summary>Off, nothing is put on the tape: while the store is opened, for instance.</summary>
    public bool IsOn { get; set; }

    /// <summary>
    /// How often a statement was begun from its first row, those that begin and end transactions too.
    /// </summary>
    public int Statements { get; private set; }

    /// <summary>Transactions that wrote.</summary>
    public int Commits { get; private set; }

    public void Began(Query query)
    {
        if (!IsOn) { return; }
        if (query.Text == "COMMIT") { Commits++; }
        Add(Kind.Begin, query);
    }

    public void BoundNumber(Query query, long value) => Add(Kind.Number, query, value);

    public void BoundText(Query query, string value) => Add(Kind.Text, query, value: value);

    public void BoundBytes(Query query, ReadOnlySpan<byte> value) => Add(Kind.Bytes, query, value: value.ToArray());

    public void BoundNull(Query query) => Add(Kind.Null, query);

    public void Stepped(Query query)
    {
        if (!IsOn) { return; }
        // Between two rows of a run another statement can run, so a first row follows a binding or a beginning.
        if (_steps[^1].Kind != Kind.Row && _steps[^1].Query == query) { Statements++; }
        Add(Kind.Row, query);
    }

    public void Rebound(Query query) => Add(Kind.Rebind, query);

    public void Ended(Query query) => Add(Kind.End, query);

    /// <summary>Does it all again.</summary>
    /// <param name="connection">To a store in the state in which the first one was.</param>
    public void Replay(Connection connection)
    {
        // A connection has one statement of a text, so the text finds the run that is under way.
        var running = new Statement?[Query.Count];
        foreach (Step step in _steps)
        {
            int number = step.Query.Number;
            if (step.Kind == Kind.Begin)
            {
                running[number] = connection.Prepare(step.Query);
                continue;
            }

            Statement statement = running[number] ?? throw new InvariantException("A run begins before its steps.");
            Do(step, statement);
        }
    }

    private static void Do(Step step, Statement statement)
    {
        switch (step.Kind)
        {
            case Kind.Number: statement.Bind(step.Number); break;
            case Kind.Text: statement.Bind((string?)step.Value); break;
            case Kind.Bytes: statement.Bind((byte[]?)step.Value); break;
            case Kind.Null: statement.BindNull(); break;
            case Kind.Row: statement.Read(); break;
            case Kind.Rebind: statement.Rebind(); break;
            default: statement.Dispose(); break;
        }
    }

    private void Add(Kind kind, Query query, long number = 0, object? value = null)
    {
        if (IsOn) { _steps.Add(new Step(kind, query, number, value)); }
    }

    private readonly record struct Step(Kind Kind, Query Query, long Number, object? Value);
}
