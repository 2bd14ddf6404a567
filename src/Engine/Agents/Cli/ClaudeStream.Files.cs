using System.Text.Json;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>What Claude's own tools do to files: they tell it in what they are asked and, newer versions, in what they answer.</summary>
internal sealed partial class ClaudeStream
{
    private const int MaxOpenChanges = 1000;

    private readonly Dictionary<string, AgentEvent.FileChanged> _openChanges = new(StringComparer.Ordinal);

    private void FileToolStarted(string tool, string name, JsonElement input)
    {
        if (_openChanges.Count >= MaxOpenChanges || (input.Text("file_path") ?? input.Text("notebook_path")) is not { } path)
        {
            return;
        }

        string? diff = null;
        switch (name)
        {
            case "Write":
                diff = ChangeText.Added(input.Text("content"));
                break;
            case "Edit":
                diff = ChangeText.Replaced(input.Text("old_string"), input.Text("new_string"));
                break;
            case "MultiEdit":
                diff = ChangeText.Joined(input.Items("edits").Select(edit => ChangeText.Replaced(edit.Text("old_string"), edit.Text("new_string"))));
                break;
            case "NotebookEdit":
                diff = ChangeText.Added(input.Text("new_source"));
                break;
            default:
                return;
        }

        _openChanges[tool] = new AgentEvent.FileChanged(path, "update", diff);
    }

    private void FileToolEnded(string tool, bool isError, JsonElement answer)
    {
        if (!_openChanges.Remove(tool, out var change) || isError)
        {
            return;
        }

        var hunks = ChangeText.Joined(answer.Items("structuredPatch").Select(hunk =>
            string.Join('\n', hunk.Items("lines").Where(line => line.ValueKind == JsonValueKind.String).Select(line => line.GetString()))));
        _seen.Report(change with
        {
            Kind = answer.Text("type") is "create" ? "add" : change.Kind,
            Diff = ChangeText.Cut(hunks) ?? change.Diff,
        });
    }
}
