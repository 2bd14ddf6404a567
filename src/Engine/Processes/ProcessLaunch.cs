using System.Text.Json;

namespace Signalbox.Engine.Processes;

/// <summary>
/// What the supervisor starts: <c>launch.json</c>. Compiled into both. Read and written token by token, because a
/// serializer would be most of the supervisor's start time.
/// </summary>
internal sealed record ProcessLaunch
{
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public string? StandardInputFile { get; init; }

    public required string StandardOutputFile { get; init; }

    public required string StandardErrorFile { get; init; }

    public required long TimeoutMs { get; init; }

    public required long GraceMs { get; init; }

    public required long MaxOutputBytes { get; init; }

    /// <summary>Writes it; the stream's file must be private.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("argv");
        foreach (var argument in Command)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteStartObject("env");
        foreach (var (name, value) in Environment)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("cwd", WorkingDirectory);
        if (StandardInputFile is not null)
        {
            json.WriteString("stdin", StandardInputFile);
        }

        json.WriteString("stdout", StandardOutputFile);
        json.WriteString("stderr", StandardErrorFile);
        json.WriteNumber("timeoutMs", TimeoutMs);
        json.WriteNumber("graceMs", GraceMs);
        json.WriteNumber("maxOutputBytes", MaxOutputBytes);
        json.WriteEndObject();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">Not such a file.</exception>
    public static ProcessLaunch Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var command = new List<string>();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        string? cwd = null, stdin = null, stdout = null, stderr = null;
        long timeout = 0, grace = 0, limit = 0;
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            _ = reader.Read();
            switch (name)
            {
                case "argv":
                    while (reader.Read() && reader.TokenType == JsonTokenType.String)
                    {
                        command.Add(reader.GetString()!);
                    }

                    break;
                case "env":
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        var variable = reader.GetString()!;
                        _ = reader.Read();
                        environment[variable] = reader.GetString()!;
                    }

                    break;
                case "cwd": cwd = reader.GetString(); break;
                case "stdin": stdin = reader.GetString(); break;
                case "stdout": stdout = reader.GetString(); break;
                case "stderr": stderr = reader.GetString(); break;
                case "timeoutMs": timeout = reader.GetInt64(); break;
                case "graceMs": grace = reader.GetInt64(); break;
                case "maxOutputBytes": limit = reader.GetInt64(); break;
                default: reader.Skip(); break;
            }
        }

        if (command.Count == 0 || cwd is null || stdout is null || stderr is null)
        {
            throw new JsonException("launch.json is not whole");
        }

        return new ProcessLaunch
        {
            Command = command,
            Environment = environment,
            WorkingDirectory = cwd,
            StandardInputFile = stdin,
            StandardOutputFile = stdout,
            StandardErrorFile = stderr,
            TimeoutMs = timeout,
            GraceMs = grace,
            MaxOutputBytes = limit,
        };
    }
}
