using System.CommandLine;

namespace Identity.Cli.Settings;

/// <summary>
/// An option that can also be set in the environment (<c>IDENTITY_GRPC_PORT</c> for <c>--grpc-port</c>) and in the
/// settings file (<c>grpc-port</c>). Made anew for each run of the command line, because an option belongs to a
/// command.
/// </summary>
internal abstract class Setting(Option option)
{
    public Option Option { get; } = option;

    /// <summary>The name in the settings file.</summary>
    public string FileName => Option.Name.TrimStart('-');

    /// <summary>The name in the environment.</summary>
    public string VariableName => "IDENTITY_" + FileName.ToUpperInvariant().Replace('-', '_');
}

/// <summary>A setting with a value.</summary>
internal sealed class Setting<T> : Setting
{
    private readonly Option<string?> _option;
    private readonly Func<string, T> _read;

    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help text; says what the default is.</param>
    /// <param name="fallback">The value when nothing else is said.</param>
    /// <param name="read">Turns text into a value, or throws <see cref="FormatException"/> with a sentence.</param>
    public Setting(string name, string description, T fallback, Func<string, T> read)
        : this(new Option<string?>(name) { Description = description }, fallback, read)
    {
    }

    private Setting(Option<string?> option, T fallback, Func<string, T> read)
        : base(option) => (_option, Fallback, _read) = (option, fallback, read);

    public T Fallback { get; }

    /// <summary>How the value is called in the help text.</summary>
    public string ValueName { init => _option.HelpName = value; }

    /// <summary>What the command line says; null when it says nothing.</summary>
    public string? Given(ParseResult parsed) =>
        parsed.GetResult(_option) is { Implicit: false } ? parsed.GetValue(_option) : null;

    /// <exception cref="WrongUseException">The text is no value.</exception>
    public T Read(string text, string origin)
    {
        try
        {
            return _read(text);
        }
        catch (FormatException failure)
        {
            throw new WrongUseException($"{origin}: {failure.Message}");
        }
    }
}

/// <summary>A setting that is on or off, and off when nothing is said.</summary>
internal sealed class Switch : Setting
{
    private readonly Option<bool> _option;

    public Switch(string name, string description)
        : this(new Option<bool>(name) { Description = description })
    {
    }

    private Switch(Option<bool> option)
        : base(option) => _option = option;

    public bool? Given(ParseResult parsed) =>
        parsed.GetResult(_option) is { Implicit: false } ? parsed.GetValue(_option) : null;

    /// <exception cref="WrongUseException">The text is neither true nor false.</exception>
    public static bool Read(string text, string origin) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" or "" => false,
        _ => throw new WrongUseException($"{origin}: It is true or false."),
    };
}
