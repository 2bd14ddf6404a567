namespace Signalbox.E2E.Faults;

/// <summary>Workflows whose steps keep books (see FakeAgents/worker).</summary>
internal static class FaultWorkflows
{
    /// <summary>Four steps, two of them side by side; slow and fast output.</summary>
    public static (string Name, string Yaml) Relay { get; } = ("relay", """
        version: "1.0"
        name: relay
        key: RELAY
        inputs:
          ledger: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}"}
        steps:
          - id: prepare
            run: worker 12 0.03
          - id: left
            needs: [prepare]
            run: worker 20 0.03
          - id: right
            needs: [prepare]
            run: worker 300 0
          - id: join
            needs: [left, right]
            run: worker 5 0
        """);
}
