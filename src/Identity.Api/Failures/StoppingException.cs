namespace Identity.Api.Failures;

/// <summary>The process is stopping, so a stream ends although its caller had more to send.</summary>
internal sealed class StoppingException : Exception
{
    public StoppingException()
        : base("The process is stopping.")
    {
    }
}
