using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Identity.Application.Access;
using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>
/// Finds persons by what somebody knows of them: an exact identifier of any namespace, else a name with typing errors,
/// a postcode with or without house number, a date of birth, or several of these. Thread-safe.
/// </summary>
public sealed class FindProfiles
{
    /// <summary>The most persons of a page.</summary>
    public const int PageSizeMax = 100;

    /// <summary>Those of a page when nothing is stated.</summary>
    public const int PageSizeDefault = 20;

    /// <summary>The longest query, in characters.</summary>
    public const int QueryLengthMax = 320;

    /// <summary>What an exact identifier speaks for its person, in bits: the most that a score can be.</summary>
    public const double ExactBits = 200;

    /// <summary>So many records with one key are looked at: systems of record first, then in a fixed order.</summary>
    public const int RecordsPerKeyMax = 500;

    private readonly IIdentityStore _store;
    private readonly MatchModel _model = MatchModel.Default;

    public FindProfiles(IIdentityStore store) => _store = store;

    /// <summary>A page of the persons who may be meant.</summary>
    /// <exception cref="RefusedException">The key lacks the scope, or query, size or token break a limit.</exception>
    public async ValueTask<FoundProfiles> RunAsync(
        Caller caller, string query, (int Size, string Token) page, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.ProfilesPii);
        string text = Check(query, page.Size);
        (int Grade, Guid Person)? after = ParseToken(page.Token);
        int size = page.Size == 0 ? PageSizeDefault : page.Size;
        IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            List<FoundProfile> found = await ByIdentifierAsync(caller, read, text, cancellationToken);
            bool isComplete = true;
            if (found.Count == 0)
            {
                (found, isComplete) = await ByRecordAsync(caller, read, text, cancellationToken);
            }

            FoundProfile[] rest = [.. found.OrderByDescending(item => GradeOf(item)).ThenBy(item => item.PersonId)
                .Where(item => after is not { } last || IsAfter(item, last))];
            FoundProfile[] shown = [.. rest.Take(size)];
            string next = rest.Length > size ? TokenOf(shown[^1]) : "";
            return new FoundProfiles(shown, next, isComplete);
        }
    }

    private static async ValueTask<List<FoundProfile>> ByIdentifierAsync(
        Caller caller, IReadTransaction read, string text, CancellationToken cancellationToken)
    {
        WorkspaceValues values = WorkspaceValues.Of(caller.Workspace.Rules, text);
        var found = new Dictionary<Guid, FoundProfile>();
        IReadOnlyList<IdentifierRecord> records = await read.FindIdentifiersAsync(
            caller.Workspace.Number, values.Keys, cancellationToken);
        // A value is looked up in its latest epoch.
        foreach (IdentifierRecord record in records.GroupBy(record => (record.Key.Namespace, record.Key.Value))
            .Select(epochs => epochs.MaxBy(record => record.Key.Epoch)).OfType<IdentifierRecord>())
        {
            if (record.PersonId is not { } person) { continue; }
            found.TryAdd(person, new FoundProfile(
                person, ExactBits, record.Key.Namespace, record.Facts.Shown.Text ?? record.Key.Value, "", []));
        }

        return [.. found.Values];
    }

    private async ValueTask<(List<FoundProfile> Found, bool IsComplete)> ByRecordAsync(
        Caller caller, IReadTransaction read, string text, CancellationToken cancellationToken)
    {
        IReadOnlyList<MatchRecord> readings = SearchQuery.Read(text, _model).Readings;
        IReadOnlyList<MatchKey> rows = await RowsAsync(
            caller, read,
            readings.SelectMany(reading => _model.BlockingKeys(reading).Concat(SearchKeys.NarrowOf(reading))),
            cancellationToken);
        if (rows.Count == 0)
        {
            rows = await RowsAsync(caller, read, readings.SelectMany(SearchKeys.WideOf), cancellationToken);
        }

        bool isComplete = rows.GroupBy(row => row.Key).All(block => block.Count() < RecordsPerKeyMax);
        long[] subjects = [.. rows.Select(row => row.SubjectId).Distinct()];
        var best = new Dictionary<long, (double Bits, MatchEntry Entry)>();
        foreach (MatchEntry entry in await read.GetMatchEntriesAsync(
            caller.Workspace.Number, subjects, cancellationToken))
        {
            MatchRecord record = entry.RecordOf().PreparedBy(_model);
            double bits = readings.Max(reading => Evidence(reading, record));
            bool isBetter = !best.TryGetValue(entry.SubjectId, out (double Bits, MatchEntry Entry) known)
                || bits > known.Bits
                || (bits == known.Bits && string.CompareOrdinal(entry.Source, known.Entry.Source) < 0);
            if (bits > 0 && isBetter) { best[entry.SubjectId] = (bits, entry); }
        }

        var found = new Dictionary<Guid, FoundProfile>();
        foreach (IdentifierRecord subject in await read.GetIdentifiersAsync(
            caller.Workspace.Number, best.Keys, cancellationToken))
        {
            if (subject.PersonId is not { } person) { continue; }
            (double bits, MatchEntry entry) = best[subject.Id];
            bool isKnown = found.TryGetValue(person, out FoundProfile? other);
            if (isKnown && other?.Bits >= bits) { continue; }
            found[person] = new FoundProfile(
                person, bits, subject.Key.Namespace, subject.Facts.Shown.Text ?? subject.Key.Value, entry.Source,
                entry.Fields);
        }

        return ([.. found.Values], isComplete);
    }

    private static async ValueTask<IReadOnlyList<MatchKey>> RowsAsync(
        Caller caller, IReadTransaction read, IEnumerable<ulong> keys, CancellationToken cancellationToken)
    {
        ulong[] distinct = [.. keys.Distinct()];
        return distinct.Length == 0 ? [] : await read.FindMatchKeysAsync(
            caller.Workspace.Number, distinct, RecordsPerKeyMax, cancellationToken);
    }

    // Without the odds that any two records have: who types a name means somebody.
    private double Evidence(MatchRecord reading, MatchRecord record)
    {
        MatchExplanation explanation = _model.Explain(reading, record);
        return explanation.Bits - explanation.PriorBits;
    }

    private static string Check(string query, int pageSize)
    {
        string text = query.Trim();
        if (text.Length is 0 or > QueryLengthMax)
        {
            throw new RefusedException(Refusal.OfField(
                "query", RefusalReasons.QueryMalformed, $"A query has 1 to {QueryLengthMax} characters."));
        }

        if (pageSize is < 0 or > PageSizeMax)
        {
            throw new RefusedException(Refusal.OfField(
                "page_size", RefusalReasons.PageSizeOutOfRange, $"It lies between 0 and {PageSizeMax}."));
        }

        return text;
    }

    private static int GradeOf(FoundProfile profile) => FuzzyLink.GradeOf(profile.Bits);

    private static bool IsAfter(FoundProfile profile, (int Grade, Guid Person) last)
    {
        int grade = GradeOf(profile);
        return grade < last.Grade || (grade == last.Grade && profile.PersonId.CompareTo(last.Person) > 0);
    }

    private static string TokenOf(FoundProfile last) => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{GradeOf(last)}:{last.PersonId:N}")));

    private static (int Grade, Guid Person)? ParseToken(string token)
    {
        if (token.Length == 0) { return null; }
        byte[] bytes = new byte[64];
        if (token.Length <= 64 && Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out int count))
        {
            string[] parts = Encoding.ASCII.GetString(bytes, 0, count).Split(':');
            if (parts.Length == 2 && Guid.TryParseExact(parts[1], "N", out Guid person)
                && int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int grade))
            {
                return (grade, person);
            }
        }

        throw new RefusedException(Refusal.OfField(
            "page_token", RefusalReasons.PageTokenMalformed, "It is no token of an earlier page."));
    }
}
