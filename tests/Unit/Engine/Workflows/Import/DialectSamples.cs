namespace Signalbox.Unit.Engine.Workflows.Import;

/// <summary>One small file of each dialect.</summary>
internal static class DialectSamples
{
    public const string RunFile =
        """
        version: '1.0'
        name: tidy
        defaults: {tool: claude, timeout_secs: 600}
        steps:
          - id: look
            name: 'Look around'
            type: agent
            prompt: |
              Look for: {{inputs.description}}
            outputs:
              - {name: notes, type: file, filename: notes.md, description: Notes}
          - id: tidy
            name: Tidy
            prompt: "Do as {{steps.look.outputs.notes}} says."
        """;

    public static string[] All => [RunFile];
}
