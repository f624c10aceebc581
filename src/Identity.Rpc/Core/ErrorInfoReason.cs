namespace Google.Rpc;

/// <summary>Gives <see cref="ErrorInfo"/> the name that its first field has in later versions of the package.</summary>
public static class ErrorInfoReason
{
    extension(ErrorInfo info)
    {
        /// <summary>The stable reason of an error, in upper snake case; travels as field 1.</summary>
        public string Reason
        {
            get => info.Type;
            set => info.Type = value;
        }
    }
}
