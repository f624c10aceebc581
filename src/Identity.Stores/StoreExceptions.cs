namespace Identity.Stores;

/// <summary>The store failed, not the caller. Holds no personal data and no driver's text in its message.</summary>
public abstract class StoreException : Exception
{
    protected StoreException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>The store cannot be reached or answered in time. The same call may work later.</summary>
public sealed class StoreUnavailableException : StoreException
{
    public StoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>There is no room to write, or the store may only be read. Reads go on.</summary>
public sealed class StoreFullException : StoreException
{
    public StoreFullException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>What is stored cannot be read: the file is damaged or not ours. Only an operator can help.</summary>
public sealed class StoreDamagedException : StoreException
{
    public StoreDamagedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
