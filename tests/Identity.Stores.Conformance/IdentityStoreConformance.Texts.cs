using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    private static readonly string[] HostileTexts =
    [
        "", " ", "'", "\"", "\\", "'; DROP TABLE identifiers; --", "%", "_", "?1", "@p", "$1", "NULL", "null", "0",
        "1e999", "a\0b", "\0", "a\0c", "line\r\nbreak", "\t", "\u0001\u001F", "\uFEFFmark", "\u202Eright", "e\u0301",
        "\u00E9", "😀", "👩‍👩‍👧‍👦", "\U0010FFFF", "İıẞß", "<script>", "{\"a\":1}", "=1+1", new string('x', 100_000),
        new string('x', 99_999) + "y", "😀" + new string('ü', 60_000),
    ];

    [Fact]
    public async Task Identifier_values_of_any_text_are_kept_apart_and_come_back_as_they_were()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord[] written = [.. HostileTexts.Select((text, index) => Identifier(index + 1, text) with
        {
            Facts = IdentifierFacts.None with { Shown = new Spelling(text, Noon, IsUnclaimed: false) },
        })];
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(Workspace, written, Token);
            await write.PutIdentifiersAsync(Workspace, written, Token);
            foreach (IdentifierRecord identifier in written)
            {
                await write.PutEpochAsync(Workspace, identifier.Key, Token);
            }
        });

        foreach (IdentifierRecord identifier in written)
        {
            IdentifierKey[] key = [identifier.Key];
            Assert.Equal(
                [identifier], await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, key, Token)));
            Assert.Equal(key, await ReadAsync(store, read => read.GetEpochsAsync(Workspace, key, Token)));
        }
    }

    [Fact]
    public async Task Observations_of_any_text_are_kept_apart_and_come_back_as_they_were()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            foreach (string text in HostileTexts)
            {
                await write.AddObservationAsync(Workspace, Observation(text, "web") with { Body = text }, [1], Token);
                await write.AddObservationAsync(Workspace, Observation("m", $"of {text}"), [2], Token);
            }
        });

        for (int index = 0; index < HostileTexts.Length; index++)
        {
            string text = HostileTexts[index];
            ObservationRecord? byMessage =
                await ReadAsync(store, read => read.FindObservationAsync(Workspace, "web", text, Token));
            ObservationRecord? bySource =
                await ReadAsync(store, read => read.FindObservationAsync(Workspace, $"of {text}", "m", Token));
            Assert.Equal(((2 * index) + 1, text), (byMessage?.Sequence, byMessage?.Body));
            Assert.Equal((2 * index) + 2, bySource?.Sequence);
        }
    }

    [Fact]
    public async Task Profiles_reasons_and_logins_of_any_text_come_back_as_they_were()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        foreach (string text in HostileTexts)
        {
            Summary profile = Summary(text);
            await write.PutPersonsAsync(Workspace, [(Person("p"), profile)], Token);
            await write.PutSummaryAsync(Workspace, new SummaryRecord(1, 2, profile), Token);
            await write.PutLinksAsync(Workspace, [Link(1, 2) with { Suppressed = text }], Token);
            await write.PutLoginsAsync(Workspace, 1, Logins(text), Token);

            Assert.Equal(
                StoredText.Of(profile), StoredText.Of(await write.GetProfileAsync(Workspace, IdOf("p"), Token)));
            SummaryRecord summary = Assert.Single(await write.GetSummariesAsync(Workspace, [1], Token));
            Assert.Equal(StoredText.Of(profile), StoredText.Of(summary.Summary));
            Assert.Equal(text, Assert.Single(await write.GetLinksOfAsync(Workspace, 1, Token)).Suppressed);
            Assert.Equal(text, (await write.GetLoginsAsync(Workspace, [1], Token))[1].Runs[0].Owner.Value);
            Assert.Equal([text], (await write.CountAsync(Workspace, Token)).Suppressed.Keys);
        }
    }

    [Fact]
    public async Task Moments_far_from_now_and_the_largest_numbers_come_back_as_they_were()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        DateTimeOffset last = DateTimeOffset.MaxValue.AddTicks(-9);
        DateTimeOffset first = DateTimeOffset.MinValue.AddTicks(10);
        IdentifierRecord written = FullIdentifier(long.MaxValue) with
        {
            ClusterId = long.MaxValue,
            HeirId = long.MaxValue - 1,
            HeirSince = first,
            Key = new IdentifierKey("cookie", "v", long.MinValue),
            Facts = IdentifierFacts.None with
            {
                FirstSeen = first,
                LastSeen = last,
                FirstVouched = DateTimeOffset.UnixEpoch,
            },
        };
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(long.MaxValue, [written], Token));

        Assert.Equal(
            [written], await ReadAsync(store, read => read.GetIdentifiersAsync(long.MaxValue, [long.MaxValue], Token)));
    }
}
