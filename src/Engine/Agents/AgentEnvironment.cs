using System.Collections;
using System.Globalization;

namespace Signalbox.Engine.Agents;

/// <summary>
/// The clean environment of an agent (design/security.md): what finds programs and a CLI's own login, what the step declares, and who
/// it works for. Nothing else of the server's own environment gets through, so that no key of the server reaches an agent by accident.
/// </summary>
public sealed class AgentEnvironment
{
    /// <summary>Variables of the server that every agent gets, where the server has them.</summary>
    public static readonly IReadOnlyList<string> Inherited =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
    ];

    private readonly Dictionary<string, string> _base = new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        // Output goes to a file: no program should try to move a cursor.
        ["TERM"] = "dumb",
    };

    /// <summary>Takes the inherited variables from the server's environment.</summary>
    public AgentEnvironment(IReadOnlyDictionary<string, string> serverEnvironment)
    {
        ArgumentNullException.ThrowIfNull(serverEnvironment);
        foreach (var name in Inherited)
        {
            if (serverEnvironment.TryGetValue(name, out var value) && value.Length > 0)
            {
                _base[name] = value;
            }
        }
    }

    /// <summary>What every agent gets, before its step adds to it.</summary>
    public IReadOnlyDictionary<string, string> Base => _base;

    /// <summary>The environment of this process.</summary>
    public static AgentEnvironment OfThisProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new AgentEnvironment(variables);
    }

    /// <summary>The whole environment of one attempt. The step's own variables win over the inherited ones; ours win over both.</summary>
    public IReadOnlyDictionary<string, string> For(AgentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = new Dictionary<string, string>(_base, StringComparer.Ordinal);
        foreach (var (name, value) in request.Environment)
        {
            result[name] = value;
        }

        result["SIGNALBOX_RUN"] = request.RunId.Value;
        Add("SIGNALBOX_RUN_KEY", request.RunKey);
        Add("SIGNALBOX_STEP", request.StepId);
        Add("SIGNALBOX_ATTEMPT_NUMBER", request.AttemptNumber?.ToString(CultureInfo.InvariantCulture));
        return result;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                result[name] = value;
            }
        }
    }
}
