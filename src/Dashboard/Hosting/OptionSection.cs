using System.Globalization;

namespace Signalbox.Dashboard.Hosting;

/// <summary>A section of the configuration whose keys are not known beforehand; faults of all sections below it are collected in one list.</summary>
internal sealed class OptionSection(IConfigurationSection section, List<string> faults)
{
    /// <summary>Last part of its path.</summary>
    public string Name => section.Key;

    /// <summary>Every fault so far.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>A key that is not among these is a fault: it is a spelling mistake.</summary>
    public void AllowOnly(params IReadOnlyList<string> keys) =>
        faults.AddRange(section.GetChildren()
            .Where(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path}: is not an option; there are {string.Join(", ", keys)}"));

    /// <summary>Adds a fault of a key, or of the section itself.</summary>
    public void Fault(string? key, string sentence) => faults.Add(key is null ? $"{section.Path}: {sentence}" : $"{section.Path}:{key}: {sentence}");

    /// <summary>The sections below a key, by their names.</summary>
    public IEnumerable<OptionSection> Children(string key) => section.GetSection(key).GetChildren().Select(child => new OptionSection(child, faults));

    /// <summary>The section below a key.</summary>
    public OptionSection Child(string key) => new(section.GetSection(key), faults);

    /// <summary>A text that is not empty; null when there is none.</summary>
    public string? Text(string key) => section[key] is { Length: > 0 } text ? text : null;

    /// <summary>Texts in their order; empty when there are none.</summary>
    public IReadOnlyList<string> List(string key) => [.. section.GetSection(key).GetChildren().Select(child => child.Value).OfType<string>()];

    /// <summary>The texts of the section itself, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Values() => section.GetChildren().ToDictionary(child => child.Key, child => child.Value ?? "", StringComparer.Ordinal);

    /// <summary>One of some words; null when there is none.</summary>
    public string? Word(string key, params IReadOnlyList<string> allowed)
    {
        var text = Text(key);
        if (text is not null && !allowed.Contains(text, StringComparer.Ordinal))
        {
            Fault(key, $"found '{text}', allowed is {string.Join(" or ", allowed)}");
            return null;
        }

        return text;
    }

    /// <summary><c>true</c> or <c>false</c>, the default.</summary>
    public bool Flag(string key)
    {
        if (Text(key) is { } text && !bool.TryParse(text, out _))
        {
            Fault(key, $"found '{text}', allowed is true or false");
        }

        return Text(key) is { } value && bool.TryParse(value, out var isOn) && isOn;
    }

    /// <summary>A whole number; null when there is none.</summary>
    public int? Whole(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Fault(key, $"found '{text}', allowed is a whole number");
        return null;
    }

    /// <summary>An amount of money, not below 0; null when there is none.</summary>
    public decimal? Amount(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return amount;
        }

        Fault(key, $"found '{text}', allowed is an amount such as 1.25");
        return null;
    }
}
