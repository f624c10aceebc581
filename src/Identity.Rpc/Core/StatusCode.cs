namespace Grpc.Core;

/// <summary>The outcomes that a gRPC call can have; the number is what travels in <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>Something failed and nothing more is known about it.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the service is.</summary>
    InvalidArgument = 3,

    /// <summary>The time that the caller allowed ran out; the work may have been done nevertheless.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a resource of the service is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The service is not in the state that the operation needs; sending it again does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with another call; read again, then try again.</summary>
    Aborted = 10,

    /// <summary>Past the end of something that may grow.</summary>
    OutOfRange = 11,

    /// <summary>The service does not have this method or does not support this use of it.</summary>
    Unimplemented = 12,

    /// <summary>An invariant is broken, in the service or on the wire.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached or cannot answer now; sending the same again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller did not say who it is, or not so that it can be believed.</summary>
    Unauthenticated = 16,
}
