using System.Threading.Channels;
using Grpc.Core;
using Identity.Cli.Importing.Quality;
using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>Is told what became of each row, in their order.</summary>
/// <param name="row">The row.</param>
/// <param name="outcome">What became of it.</param>
/// <param name="problems">What cleaning changed or refused.</param>
internal delegate void RowAnswered(ImportRow row, IngestOutcome outcome, IReadOnlyList<RowProblem> problems);

/// <summary>
/// Sends rows over one stream while their results come in. Holds a bounded number of rows, whatever the size of the
/// file. One use.
/// </summary>
internal sealed class ImportRun(IngestionService.IngestionServiceClient client, RowAnswered answered)
{
    // Several times what the service keeps under way for one stream, so that it never waits for this side.
    private const int PendingMax = 1_024;

    /// <summary>Sends all rows. What was sent is answered even when the file cannot be read to its end.</summary>
    /// <exception cref="RpcException">The service refused or left.</exception>
    /// <exception cref="FailedException">The file cannot be read any further.</exception>
    public async Task RunAsync(IAsyncEnumerable<ImportRow> rows, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using AsyncDuplexStreamingCall<V1.Observation, IngestResult> call =
            client.IngestStream(cancellationToken: ending.Token);
        var pending = Channel.CreateBounded<ImportRow>(
            new BoundedChannelOptions(PendingMax) { SingleReader = true, SingleWriter = true });
        Task<FailedException?> sending = SendAsync(rows, call.RequestStream, pending.Writer, ending.Token);
        try
        {
            await ReceiveAsync(call.ResponseStream, pending.Reader, ending.Token);
        }
        catch
        {
            // The sender may be waiting for room that nobody will make any more; its own failure is a consequence.
            await ending.CancelAsync();
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        if (await sending is { } failure) { throw failure; }
    }

    // A file that breaks off is told after the results of what was sent before.
    private static async Task<FailedException?> SendAsync(
        IAsyncEnumerable<ImportRow> rows, IClientStreamWriter<V1.Observation> requests,
        ChannelWriter<ImportRow> pending, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ImportRow row in rows.WithCancellation(cancellationToken))
            {
                await pending.WriteAsync(row, cancellationToken);
                if (row.Observation is { } observation) { await requests.WriteAsync(observation, cancellationToken); }
            }

            await requests.CompleteAsync();
            return null;
        }
        catch (FailedException failure)
        {
            await requests.CompleteAsync();
            return failure;
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The call is over; its status reaches whoever reads the results.
            return null;
        }
        finally
        {
            pending.TryComplete();
        }
    }

    private async Task ReceiveAsync(
        IAsyncStreamReader<IngestResult> results, ChannelReader<ImportRow> pending, CancellationToken cancellationToken)
    {
        await foreach (ImportRow row in pending.ReadAllAsync(cancellationToken))
        {
            if (row.Defect is { } defect)
            {
                answered(row, IngestOutcome.Rejected, [new RowProblem(defect, Core.Observations.ProblemKind.Refused)]);
                continue;
            }

            if (!await results.MoveNext(cancellationToken))
            {
                throw new FailedException("The service ended the stream before it answered for every row.");
            }

            IngestResult result = results.Current;
            answered(row, result.Outcome, [.. result.Problems.Select(RowProblem.Of)]);
        }

        // To its end, so that a status that is no success is not overlooked.
        await results.MoveNext(cancellationToken);
    }
}
