using System.Globalization;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Reads options from configuration and collects every fault instead of stopping at the first.</summary>
internal sealed class OptionReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];
    private readonly List<string> _keys = [];

    /// <summary>A whole number within the range.</summary>
    public long Integer(string key, long defaultValue, long min, long max)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: found '{text}', allowed is a whole number from {min} to {max}"));
        return defaultValue;
    }

    /// <summary>Two whole numbers within the range, written <c>FIRST-LAST</c>.</summary>
    public (int First, int Last) Range(string key, int defaultFirst, int defaultLast, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            return (defaultFirst, defaultLast);
        }

        if (text.Split('-') is [var left, var right]
            && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= min && last <= max && first <= last)
        {
            return (first, last);
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: found '{text}', allowed is FIRST-LAST within {min} to {max}, such as {defaultFirst}-{defaultLast}"));
        return (defaultFirst, defaultLast);
    }

    /// <summary>A time span written <c>hh:mm:ss</c> within the range.</summary>
    public TimeSpan Duration(string key, TimeSpan defaultValue, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        // A bare number would read as days, which nobody means.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: found '{text}', allowed is a time hh:mm:ss from {min:c} to {max:c}"));
        return defaultValue;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean(string key, bool defaultValue)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        _faults.Add($"{key}: found '{text}', allowed is true or false");
        return defaultValue;
    }

    /// <summary>An http or https address; null when neither the key nor the environment variable of other tools says one.</summary>
    public Uri? Address(string key, string variable)
    {
        if ((Text(key) ?? configuration[variable]) is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        _faults.Add($"{key}: found '{text}', allowed is an address such as http://127.0.0.1:4318");
        return null;
    }

    /// <summary>One of some words; null when neither the key nor the environment variable of other tools says one.</summary>
    public string? Word(string key, string variable, params IReadOnlyList<string> allowed)
    {
        if ((Text(key) ?? configuration[variable]) is not { Length: > 0 } text)
        {
            return null;
        }

        if (allowed.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        _faults.Add($"{key}: found '{text}', allowed is {string.Join(" or ", allowed)}");
        return null;
    }

    /// <summary>Every fault; keys in the sections read that nobody asked for are faults too, they are spelling mistakes.</summary>
    public IReadOnlyList<string> Finish()
    {
        foreach (var section in _keys.Select(k => k.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var known = _keys.Where(k => k.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)).ToList();
            foreach (var child in configuration.GetSection(section).GetChildren())
            {
                if (!known.Contains(child.Path, StringComparer.OrdinalIgnoreCase))
                {
                    _faults.Add($"{child.Path}: is not an option; there are {string.Join(", ", known)}");
                }
            }
        }

        return _faults;
    }

    /// <summary>A fault that the caller has found.</summary>
    public void Fault(string sentence) => _faults.Add(sentence);

    /// <summary>What is written there; null when nothing is.</summary>
    public string? Text(string key)
    {
        _keys.Add(key);
        return configuration[key];
    }
}
