using System.Collections;
using System.Globalization;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>Reads a step's options for an agent, so that no value can turn into another argument.</summary>
/// <param name="agent">Id of the agent, for messages.</param>
/// <param name="request">The request.</param>
internal sealed class CliOptions(string agent, AgentRequest request)
{
    /// <summary>Refuses options that the agent does not know.</summary>
    public void AllowOnly(IReadOnlyList<string> known)
    {
        var unknown = request.Options.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var names = string.Join(", ", unknown.Select(name => $"'{PlainText.OneLine(name, 60)}'"));
            throw new CliOptionException($"agent {agent} has no option {names}: it knows {string.Join(", ", known)}");
        }
    }

    /// <summary>The model, or null.</summary>
    public string? Model => request.Model is null ? null : Argument("model", request.Model);

    /// <summary>The session to go on with, or null.</summary>
    public string? Session => request.ResumeSession is null ? null : Argument("session", request.ResumeSession);

    /// <summary>A text option, or null.</summary>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        string text => Argument(name, text),
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>One of the allowed words, or null.</summary>
    public string? Choice(string name, IReadOnlyList<string> allowed) =>
        Text(name) is not { } text ? null
        : allowed.Contains(text, StringComparer.Ordinal) ? text
        : throw Wrong(name, $"one of {string.Join(", ", allowed)}", text);

    /// <summary>A whole number from 1, or null.</summary>
    public string? Count(string name) => Value(name) switch
    {
        null => null,
        int and >= 1 or long and >= 1L => Convert.ToString(Value(name), CultureInfo.InvariantCulture),
        var other => throw Wrong(name, "a whole number from 1", other),
    };

    /// <summary>A text of any kind, which never becomes an argument; or null.</summary>
    public string? Words(string name) => Value(name) switch
    {
        null => null,
        string text => text,
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>A whole number within a range, or null.</summary>
    public int? Whole(string name, int min, int max) => Value(name) switch
    {
        null => null,
        int number when number >= min && number <= max => number,
        long number when number >= min && number <= max => (int)number,
        var other => throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"), other),
    };

    /// <summary>A number within a range, or null.</summary>
    public double? Number(string name, double min, double max) => Value(name) switch
    {
        null => null,
        int or long or double or decimal when Convert.ToDouble(Value(name), CultureInfo.InvariantCulture) is var number && number >= min && number <= max => number,
        var other => throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"), other),
    };

    /// <summary>A text with commas or a list of texts, joined by commas; or null.</summary>
    public string? Joined(string name)
    {
        var value = Value(name);
        if (value is null or string)
        {
            return Text(name);
        }

        return value is IEnumerable items
            ? string.Join(',', items.Cast<object?>().Select(item => item is string text ? Argument(name, text) : throw Wrong(name, "a list of texts", item)))
            : throw Wrong(name, "a text or a list of texts", value);
    }

    /// <summary>A text or a list of texts, each by itself; empty when there is none.</summary>
    public IReadOnlyList<string> Each(string name) => Value(name) switch
    {
        null => [],
        string => [Text(name)!],
        IEnumerable items => [.. items.Cast<object?>().Select(item => item is string text ? Argument(name, text) : throw Wrong(name, "a list of texts", item))],
        var other => throw Wrong(name, "a text or a list of texts", other),
    };

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(string name) => Value(name) switch
    {
        null => false,
        bool isOn => isOn,
        var other => throw Wrong(name, "true or false", other),
    };

    private object? Value(string name) => request.Options.TryGetValue(name, out var value) ? value : null;

    // A value that begins with a dash would be read as an argument of its own.
    private string Argument(string name, string text) =>
        text.Length > 0 && text[0] != '-' && !text.Any(char.IsControl) ? text : throw Wrong(name, "a text that does not begin with '-'", text);

    private CliOptionException Wrong(string name, string allowed, object? found) =>
        new($"agent {agent}: option '{name}' must be {allowed}, found '{PlainText.OneLine(Convert.ToString(found, CultureInfo.InvariantCulture) ?? "", 60)}'");
}
