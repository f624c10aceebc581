using System.Threading.Channels;
using Grpc.Core;
using Identity.Api.Failures;
using Identity.Api.Handlers;
using Xunit;

namespace Identity.Api.Tests.Handlers;

public sealed class OrderedPipelineTests
{
    private readonly Source _requests = new();
    private readonly Sink _responses = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_come_in_the_order_of_their_requests_whatever_is_ready_first()
    {
        TaskCompletionSource<int>[] answers = [new(), new(), new()];
        Task running = RunAsync((request, _) => answers[request].Task, window: 8);
        foreach (int request in new[] { 0, 1, 2 }) { _requests.Send(request); }
        _requests.Complete();
        answers[2].SetResult(20);
        answers[1].SetResult(10);
        Assert.Empty(_responses.Written);
        answers[0].SetResult(0);
        await running.WaitAsync(Ending);
        Assert.Equal([0, 10, 20], _responses.Written);
    }

    [Fact]
    public async Task Nothing_more_is_read_while_the_window_is_full()
    {
        const int Window = 4;
        int begun = 0;
        var gate = new TaskCompletionSource();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = RunAsync(
            async (request, _) =>
            {
                // One is awaited by the writer, one waits for its place.
                if (Interlocked.Increment(ref begun) == Window + 2) { full.SetResult(); }
                await gate.Task;
                return request;
            },
            Window);
        for (int request = 0; request < 100; request++) { _requests.Send(request); }
        _requests.Complete();
        await full.Task.WaitAsync(Ending);
        Assert.Equal((Window + 2, 100 - Window - 2), (begun, _requests.Left));
        gate.SetResult();
        await running.WaitAsync(Ending);
        Assert.Equal(Enumerable.Range(0, 100), _responses.Written);
    }

    [Fact]
    public async Task The_first_failure_ends_the_stream_after_the_answers_before_it_and_cancels_the_rest()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = RunAsync(
            async (request, ending) =>
            {
                if (request == 1) { throw new FormatException(); }
                if (request < 1) { return request; }
                await using CancellationTokenRegistration _ = ending.Register(() => cancelled.TrySetResult());
                await Task.Delay(Timeout.Infinite, ending);
                return request;
            },
            window: 8);
        foreach (int request in new[] { 0, 1, 2 }) { _requests.Send(request); }
        await Assert.ThrowsAsync<FormatException>(() => running.WaitAsync(Ending));
        Assert.Equal([0], _responses.Written);
        await cancelled.Task.WaitAsync(Ending);
    }

    [Fact]
    public async Task A_process_that_stops_answers_what_was_read_and_says_so()
    {
        using var stopping = new CancellationTokenSource();
        var answer = new TaskCompletionSource<int>();
        Task running = RunAsync((_, _) => answer.Task, window: 8, stopping);
        _requests.Send(0);
        await _requests.Taken.WaitAsync(Ending);
        await stopping.CancelAsync();
        _requests.Send(1);
        answer.SetResult(7);
        await Assert.ThrowsAsync<StoppingException>(() => running.WaitAsync(Ending));
        Assert.Equal([7], _responses.Written);
    }

    [Fact]
    public async Task A_caller_who_leaves_cancels_everything()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var pipeline = new OrderedPipeline<int, int>(
            async (request, ending) =>
            {
                await Task.Delay(Timeout.Infinite, ending);
                return request;
            },
            new PipelineLimits(4, caller.Token, CancellationToken.None));
        Task running = pipeline.RunAsync(_requests, _responses);
        _requests.Send(0);
        await _requests.Taken.WaitAsync(Ending);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Ending));
    }

    private Task RunAsync(
        Func<int, CancellationToken, Task<int>> answer, int window, CancellationTokenSource? stopping = null) =>
        new OrderedPipeline<int, int>(
            answer, new PipelineLimits(window, Ending, stopping?.Token ?? CancellationToken.None))
            .RunAsync(_requests, _responses);

    private sealed class Source : IAsyncStreamReader<int>
    {
        private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
        private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Current { get; private set; }

        public int Left => _channel.Reader.Count;

        public Task Taken => _taken.Task;

        public void Send(int request) => _channel.Writer.TryWrite(request);

        public void Complete() => _channel.Writer.Complete();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await _channel.Reader.WaitToReadAsync(cancellationToken)) { return false; }
            Assert.True(_channel.Reader.TryRead(out int request));
            Current = request;
            _taken.TrySetResult();
            return true;
        }
    }

    private sealed class Sink : IServerStreamWriter<int>
    {
        public List<int> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(int message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(int message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
