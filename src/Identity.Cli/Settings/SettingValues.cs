using System.CommandLine;

namespace Identity.Cli.Settings;

/// <summary>
/// The settings of one run. What the command line says wins over the environment, that over the settings file, and that
/// over the default.
/// </summary>
internal sealed class SettingValues
{
    private readonly ParseResult _parsed;
    private readonly Func<string, string?> _variable;
    private readonly SettingsFile _file;

    private SettingValues(ParseResult parsed, Func<string, string?> variable, SettingsFile file) =>
        (_parsed, _variable, _file) = (parsed, variable, file);

    /// <summary>Finds the settings file and checks that it names nothing unknown.</summary>
    /// <exception cref="WrongUseException">The file is missing, unreadable, or names an unknown setting.</exception>
    public static SettingValues Load(ParseResult parsed, CommonSettings common, Surroundings surroundings)
    {
        var early = new SettingValues(parsed, surroundings.Variable, SettingsFile.Empty);
        string named = early.Get(common.Settings);
        string path = surroundings.PathOf(named.Length > 0 ? named : SettingsFile.NameDefault);
        if (named.Length == 0 && !File.Exists(path)) { return early; }

        SettingsFile file = SettingsFile.Read(path);
        foreach (string name in file.Names)
        {
            // A setting that nothing reads is a slip of the pen, which would otherwise show much later or never.
            if (!common.Known.Contains(name))
            {
                throw new WrongUseException($"The settings file {path} names {name}, which is no setting.");
            }
        }

        return new SettingValues(parsed, surroundings.Variable, file);
    }

    /// <exception cref="WrongUseException">What is said is no value of this setting.</exception>
    public T Get<T>(Setting<T> setting)
    {
        if (setting.Given(_parsed) is { } given) { return setting.Read(given, setting.Option.Name); }
        (string? text, string origin) = Elsewhere(setting);
        return text is null ? setting.Fallback : setting.Read(text, origin);
    }

    /// <exception cref="WrongUseException">What is said is neither true nor false.</exception>
    public bool Get(Switch setting)
    {
        if (setting.Given(_parsed) is { } given) { return given; }
        (string? text, string origin) = Elsewhere(setting);
        return text is not null && Switch.Read(text, origin);
    }

    // An empty variable counts as none: that is how one is cleared for a single call.
    private (string? Text, string Origin) Elsewhere(Setting setting) =>
        _variable(setting.VariableName) is { Length: > 0 } variable
            ? (variable, setting.VariableName)
            : (_file.Find(setting.FileName), $"{_file.Path}: {setting.FileName}");
}
