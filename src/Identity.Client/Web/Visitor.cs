using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Web;

/// <summary>What all visitors share.</summary>
internal sealed record VisitorParts(
    IdentityClient Client, ObservationSender Sender, VisitorOptions Options, VisitorCookies Cookies, ILogger Logger);

/// <summary>
/// The visitor of one request: who it is, as far as the page asks, and what it does. Asking it makes the response
/// personal, so that no shared cache keeps it. Thread-safe, but only for as long as the request lasts.
/// </summary>
public sealed class Visitor
{
    private readonly HttpContext _context;
    private readonly VisitorParts _parts;
    private readonly Lock _gate = new();
    private ImmutableArray<Identifier>? _loggedIn;
    private Identifier? _device;
    private bool _isDeviceRead;
    private bool _isDeviceNew;
    private string? _revision;
    private Task<Recognition>? _answer;
    private ImmutableArray<Identifier> _answerIsFor = [];

    internal Visitor(HttpContext context, VisitorParts parts) => (_context, _parts) = (context, parts);

    /// <summary>Whether the page has asked for anything of the visitor.</summary>
    public bool WasRead { get; private set; }

    /// <summary>
    /// Who the visitor is. The first call asks the service, once for the whole request; nobody is asked about somebody
    /// who presents nothing. Never waits longer than the client's timeout and never throws because of the service: then
    /// the visitor is unknown.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up, or the visitor left.</exception>
    public Task<Recognition> RecogniseAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!TryBeginReading()) { return Task.FromResult(Recognition.Unknown); }
            ImmutableArray<Identifier> person = LoggedIn();

            // Who is logged in can change while a request runs; an answer about somebody else must not be used.
            if (_answer is null || !_answerIsFor.SequenceEqual(person))
            {
                (_answerIsFor, _answer) = (person, AskAsync(Question(person)));
            }

            return _answer.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The device by its cookie, which is made if the visitor has agreed to being remembered and has none yet. Null
    /// without that agreement, or when the response has begun before the cookie could be made.
    /// </summary>
    public Identifier? Device()
    {
        lock (_gate) { return TryBeginReading() ? _device : null; }
    }

    /// <summary>
    /// Tells that something happened on this device, in the background; see <see cref="ObservationSender"/>. Nothing is
    /// sent of a visitor who has not agreed to being remembered.
    /// </summary>
    /// <param name="describe">Makes the observation of the device.</param>
    /// <returns>Whether it is on its way.</returns>
    public bool Observe(Func<Identifier, Observation> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return Device() is { } device && _parts.Sender.TrySend(Named(describe(device)));
    }

    /// <summary>
    /// Tells that the visitor has just logged in, and from now on counts as that person. Ties this device to it, unless
    /// it is not to be remembered: offer that choice, for computers that others use too.
    /// </summary>
    /// <param name="person">What the login has verified, strongest first, none of them claimed.</param>
    /// <param name="rememberDevice">Whether the device is the visitor's own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>True when it is stored, false when it is on its way in the background.</returns>
    public Task<bool> LoggedInAsync(
        IReadOnlyCollection<Identifier> person, bool rememberDevice, CancellationToken cancellationToken = default)
    {
        Observation observation = Observation.LoggedIn(person, rememberDevice ? Device() : null);
        lock (_gate)
        {
            (_loggedIn, _answer) = ([.. person], null);

            // It may be somebody else's, from a mail that was read on this computer before: once this login is over it
            // must not count again.
            _parts.Cookies.DropLinkToken(_context);
        }

        return SendNowAsync([observation], cancellationToken);
    }

    /// <summary>
    /// Tells that the visitor has logged out, and counts as nobody from now on. With <paramref name="forget"/> the
    /// device is nobody's: it gets another cookie at once, which holds even while the service is away, and the old one
    /// is forgotten by the service.
    /// </summary>
    /// <param name="forget">Whether others use this device too.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>True when it is stored, false when it is on its way in the background, or there is nothing to
    /// tell.</returns>
    public Task<bool> LoggedOutAsync(bool forget, CancellationToken cancellationToken = default)
    {
        var observations = new List<Observation>();
        lock (_gate)
        {
            Identifier? device = TryBeginReading() ? _device : null;
            ImmutableArray<Identifier> person = LoggedIn();
            if (!person.IsEmpty) { observations.Add(Observation.LoggedOut(person)); }
            if (forget && device is not null && !_isDeviceNew)
            {
                observations.Add(Observation.Forgotten(device));
                (_device, _isDeviceNew) = (MakeDevice(), true);
            }

            (_loggedIn, _answer) = ([], null);
            _parts.Cookies.DropLinkToken(_context);
        }

        return SendNowAsync(observations, cancellationToken);
    }

    private bool TryBeginReading()
    {
        if (!WasRead && _context.Response.HasStarted)
        {
            _parts.Logger.AskedTooLate();
            return false;
        }

        WasRead = true;
        PersonalResponse.KeepOutOfOutputCache(_context);
        if (!_isDeviceRead) { ReadDevice(); }
        return true;
    }

    private void ReadDevice()
    {
        _isDeviceRead = true;
        if (!_parts.Options.MayRemember(_context))
        {
            _parts.Cookies.DropDevice(_context);
        }
        else if (_parts.Cookies.ReadDevice(_context) is { } value)
        {
            _device = new Identifier(_parts.Options.CookieNamespace, value);
        }
        else
        {
            (_device, _isDeviceNew) = (MakeDevice(), true);
        }
    }

    private Identifier? MakeDevice() => _context.Response.HasStarted
        ? null : new Identifier(_parts.Options.CookieNamespace, _parts.Cookies.MakeDevice(_context));

    // What a login of this request has said goes before the user with which the request came.
    private ImmutableArray<Identifier> LoggedIn()
    {
        if (_loggedIn is { } known) { return known; }
        return _parts.Options.IsLoggedInNow(_context) ? [.. Verified(_context.User)] : [];
    }

    private IEnumerable<Identifier> Verified(ClaimsPrincipal user) =>
        from mapping in _parts.Options.Logins
        from identity in user.Identities
        where identity.IsAuthenticated
        let claim = identity.FindFirst(mapping.ClaimType)
        where !string.IsNullOrWhiteSpace(claim?.Value)
        select new Identifier(mapping.Namespace, claim.Value);

    // Null when nobody can be known by what is presented: a cookie that was made a moment ago says nothing.
    private VisitorQuery? Question(ImmutableArray<Identifier> person)
    {
        Identifier? device = _isDeviceNew ? null : _device;
        string? token = person.IsEmpty && _loggedIn is null ? _parts.Cookies.ReadLinkToken(_context) : null;
        if (person.IsEmpty && device is null && token is null) { return null; }
        return new VisitorQuery
        {
            Identifiers = device is null ? person : person.Add(device),
            IsAuthenticated = !person.IsEmpty,
            LinkToken = token,
            Fields = _parts.Options.Fields,
            Purpose = _parts.Options.Purpose,
            AtLeastRevision = _revision,
        };
    }

    private async Task<Recognition> AskAsync(VisitorQuery? question)
    {
        if (question is null) { return Recognition.Unknown; }
        long start = Stopwatch.GetTimestamp();
        IdentityClient client = _parts.Client;
        Recognition answer = await client.ResolveOrUnknownAsync(question, _context.RequestAborted)
            .ConfigureAwait(false);
        if (answer.Failure?.Reason is not ("LINK_TOKEN_MALFORMED" or "LINK_TOKEN_EXPIRED")) { return answer; }

        // An old link in an old mail: the visitor is who the device says.
        lock (_gate) { _parts.Cookies.DropLinkToken(_context); }
        TimeSpan left = client.ResolveTimeout - Stopwatch.GetElapsedTime(start);
        if (left < IdentityClientOptions.TimeoutMin) { return answer; }
        return question.Identifiers.IsEmpty ? Recognition.Unknown : await client.ResolveOrUnknownAsync(
            question with { LinkToken = null }, left, _context.RequestAborted).ConfigureAwait(false);
    }

    // Waited for, so that the next page sees it; in the background when that takes too long, with the same message id.
    private async Task<bool> SendNowAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        if (observations.Count == 0) { return false; }
        Observation[] named = [.. observations.Select(item => _parts.Client.Stamped(Named(item)))];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_parts.Client.ResolveTimeout);
        try
        {
            IngestReceipt receipt = await _parts.Client.IngestAsync(named, patience.Token).ConfigureAwait(false);
            lock (_gate) { _revision = receipt.Revision.Length > 0 ? receipt.Revision : _revision; }
            return receipt.Results.All(result => result.Outcome != IngestOutcome.Rejected);
        }
        catch (Exception failure) when (failure is IdentityException or OperationCanceledException)
        {
            // Also when the visitor left: who logs out and closes the window must be forgotten all the same.
            foreach (Observation observation in named) { _parts.Sender.TrySend(observation); }
            return false;
        }
    }

    private Observation Named(Observation observation) =>
        observation.Source is null ? observation with { Source = _parts.Options.Source } : observation;
}
