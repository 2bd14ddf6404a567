using System.Globalization;

namespace Signalbox.Engine.Sessions;

/// <summary>
/// <c>claude-progress.txt</c> in spec 4's shape (1.1), as a text that is edited in place: what nobody changes is written back byte for byte, whoever wrote it
/// and whether it is understood or not.
/// </summary>
public sealed class ProgressDocument
{
    /// <summary>Characters of a progress file.</summary>
    public const int MaxCharacters = 512 * 1024;

    private static readonly string[] Required = ["session_id", "feature", "role"];

    private readonly List<string> _head;
    private readonly List<ProgressSection> _sections;
    private readonly string _end;

    private ProgressDocument(List<string> head, List<ProgressSection> sections, string end) => (_head, _sections, _end) = (head, sections, end);

    /// <summary>Session that wrote it last.</summary>
    public string SessionId => Get(ProgressSections.Info, "session_id")!;

    public string Feature => Get(ProgressSections.Info, "feature")!;

    public string Role => Get(ProgressSections.Info, "role")!;

    /// <summary>A document that says nothing yet.</summary>
    public static ProgressDocument Create(string sessionId, string feature, string role, DateTimeOffset started)
    {
        var text = string.Join("\n\n", ProgressSections.All.Select(s => $"## {s}\n{ProgressSections.EmptyOf(s)}"));
        text = text.Replace($"## {ProgressSections.Info}\nNone", $"## {ProgressSections.Info}", StringComparison.Ordinal)
            .Replace($"## {ProgressSections.State}\nNone", $"## {ProgressSections.State}", StringComparison.Ordinal);
        var (head, sections) = Split($"# Claude Progress File\n# Auto-generated - Do not edit manually unless necessary\n\n{text}\n", "");
        var document = new ProgressDocument(head, sections, "");
        document.Begin(sessionId, feature, role, started);
        document.Set(ProgressSections.State, "status", "PENDING");
        return document;
    }

    /// <summary>Reads a progress file.</summary>
    public static ProgressParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters)
        {
            return Fault($"it has {text.Length} characters, and at most {MaxCharacters} are read");
        }

        if (text.Contains('\0', StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return Fault("it is not text");
        }

        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
        var (head, sections) = Split(text, end);
        var twice = ProgressSections.All.FirstOrDefault(name => sections.Count(s => string.Equals(s.Name, name, StringComparison.Ordinal)) > 1);
        if (twice is not null)
        {
            return Fault($"it has the section '## {twice}' more than once");
        }

        var missing = ((string[])[ProgressSections.Info, ProgressSections.State]).FirstOrDefault(name => !sections.Exists(s => string.Equals(s.Name, name, StringComparison.Ordinal)));
        if (missing is not null)
        {
            return Fault($"it has no section '## {missing}'");
        }

        var document = new ProgressDocument(head, sections, end);
        return document.Check() is { } fault ? Fault(fault) : new ProgressParse(document, null);
    }

    /// <summary>The file's text.</summary>
    public string Render() => string.Join('\n', _head.Concat(_sections.SelectMany(s => s.All)));

    /// <summary>A value of a section; null when there is none.</summary>
    public string? Get(string section, string key) => Find(section)?.Get(key);

    /// <summary>Sets a value: one word as it is, anything else in quotation marks when <paramref name="quoted"/>.</summary>
    public void Set(string section, string key, string value, bool quoted = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        var line = OneLine(value);
        Section(section).Set(key, quoted ? $"\"{line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : line);
    }

    /// <summary>The tasks of a section.</summary>
    public IReadOnlyList<ProgressItem> Items(string section) => [.. Find(section)?.Items ?? []];

    /// <summary>The entries of a section's list.</summary>
    public IReadOnlyList<string> Bullets(string section) => [.. Find(section)?.Bullets ?? []];

    /// <summary>The lines below an entry of a list.</summary>
    public IReadOnlyList<string> Under(string section, string bullet) => Find(section)?.Under(bullet) ?? [];

    /// <summary>Puts a task where it belongs; what somebody wrote of it, and under it, stays.</summary>
    public void Put(string id, string text, bool isDone)
    {
        var (to, from) = isDone ? (ProgressSections.Completed, ProgressSections.InProgress) : (ProgressSections.InProgress, ProgressSections.Completed);
        if (Items(to).Any(i => string.Equals(i.Id, id, StringComparison.Ordinal) && i.IsDone == isDone))
        {
            return;
        }

        var lines = Find(from)?.Take(id) ?? Find(to)?.Take(id) ?? [$"- [ ] {id}: {OneLine(text)}{_end}"];
        Section(to).Append([$"- [{(isDone ? 'x' : ' ')}{lines[0][4..]}", .. lines.Skip(1)]);
    }

    /// <summary>Says something of a task, once.</summary>
    public void AddUnder(string section, string id, string text)
    {
        if (Items(section).FirstOrDefault(i => string.Equals(i.Id, id, StringComparison.Ordinal)) is { } item)
        {
            Section(section).AddUnder($"[{(item.IsDone ? BoxOf(section, id) : ' ')}] {id}: {item.Text}", text);
        }
    }

    /// <summary>Says something below an entry of a list, once.</summary>
    public void AddBelow(string section, string bullet, string text) => Find(section)?.AddUnder(bullet, text);

    /// <summary>Adds an entry to a section's list, once.</summary>
    public void AddBullet(string section, string text) => Section(section).AddBullet(OneLine(text));

    /// <summary>Replaces the entry that begins with a key, adds it, or takes it away.</summary>
    public void SetBullet(string section, string key, string? rest)
    {
        ArgumentNullException.ThrowIfNull(key);
        Section(section).SetBullet(key.ReplaceLineEndings(" "), rest is null ? null : OneLine(rest));
    }

    /// <summary>Makes it the document of a new session: what belongs to the session before is taken out, the rest goes on.</summary>
    public void Begin(string sessionId, string feature, string role, DateTimeOffset started)
    {
        if (Get(ProgressSections.Info, "session_id") is not null)
        {
            Section(ProgressSections.Completed).Clear();
            Section(ProgressSections.Files).Clear();
        }

        Set(ProgressSections.Info, "session_id", sessionId);
        Set(ProgressSections.Info, "started", Time(started));
        Set(ProgressSections.Info, "last_updated", Time(started));
        Set(ProgressSections.Info, "feature", feature);
        Set(ProgressSections.Info, "role", role);
    }

    /// <summary>A time as the file spells it: UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ProgressParse Fault(string fault) => new(null, fault);

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static (List<string> Head, List<ProgressSection> Sections) Split(string text, string end)
    {
        List<string> head = [];
        List<(string Heading, List<string> Lines)> found = [];
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                found.Add((line, []));
            }
            else
            {
                (found.Count == 0 ? head : found[^1].Lines).Add(line);
            }
        }

        return (head, [.. found.Select(f => new ProgressSection(f.Heading[3..].Trim(), f.Heading, f.Lines, end))]);
    }

    private string? Check()
    {
        foreach (var key in Required)
        {
            if (string.IsNullOrEmpty(Get(ProgressSections.Info, key)))
            {
                return $"'## {ProgressSections.Info}' says no {key}";
            }
        }

        foreach (var key in (string[])["started", "last_updated"])
        {
            if (Get(ProgressSections.Info, key) is { } time && !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            {
                return $"{key} is '{time}', and a time such as 2026-01-27T10:00:00Z is needed";
            }
        }

        foreach (var (section, key) in Required.Select(k => (ProgressSections.Info, k)).Append((ProgressSections.State, "status")))
        {
            if (Find(section)!.HasTwice(key))
            {
                return $"'## {section}' says {key} more than once";
            }
        }

        return Get(ProgressSections.State, "status") is { } status && !SessionWords.IsStatus(status)
            ? $"status is '{status}', and one of {string.Join(", ", SessionWords.Statuses)} is needed"
            : null;
    }

    private char BoxOf(string section, string id) => Find(section)!.All.Any(l => l.StartsWith($"- [X] {id}: ", StringComparison.Ordinal)) ? 'X' : 'x';

    private ProgressSection? Find(string name) => _sections.Find(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    /// <summary>The section; one that somebody took away is written again, at the end.</summary>
    private ProgressSection Section(string name)
    {
        if (Find(name) is { } found)
        {
            return found;
        }

        if (_sections.Count > 0)
        {
            // A blank line between them, as everywhere.
            _sections[^1] = Closed(_sections[^1]);
        }

        var section = new ProgressSection(name, $"## {name}{_end}", [ProgressSections.EmptyOf(name) + _end, ""], _end);
        _sections.Add(section);
        return section;
    }

    private ProgressSection Closed(ProgressSection section)
    {
        var lines = section.All.ToList();
        while (lines.Count > 1 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return new ProgressSection(section.Name, lines[0], [.. lines.Skip(1), _end], _end);
    }
}
