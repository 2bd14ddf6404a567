namespace Signalbox.Unit.Engine.Features;

/// <summary>Spec 4's own example of a feature spec (1.3), letter by letter.</summary>
internal static class SpecExample
{
    /// <summary>The file.</summary>
    public const string Text =
        """
        # .ai/project/features/{feature}/spec.yaml
        version: "1.0"
        feature:
          id: "workflow-improvements-2026"
          name: "Workflow Improvements 2026"
          priority: "high"
          status: "planning"

        metadata:
          created: "2026-01-27"
          author: "planner"
          estimated_effort: "10-12 weeks"

        objective:
          summary: "Enhance multi-agent workflow with 2026 best practices"
          business_value: |
            Increase developer productivity by 30%
            Reduce agent errors by 50%
            Enable parallel development

        requirements:
          functional:
            - id: FR-101
              title: "Session continuity"
              description: "Agents can continue work across sessions"
              priority: high
              acceptance_criteria:
                - "claude-progress.txt created on session start"
                - "Progress restored on session resume"
                - "No data loss between sessions"
              test_coverage: required

            - id: FR-201
              title: "Parallel execution"
              description: "Multiple agents work in isolation"
              priority: high
              acceptance_criteria:
                - "Each agent has own worktree"
                - "No filesystem conflicts"
                - "Independent dev servers"
              test_coverage: required

          non_functional:
            - id: NFR-001
              type: performance
              requirement: "Worktree creation < 5 seconds"

            - id: NFR-002
              type: reliability
              requirement: "Session recovery > 95%"

        contracts:
          internal:
            - name: "Progress Manager API"
              type: "bash"
              interface: |
                progress_init(feature, role)    -> void
                progress_update(task, status)   -> void
                progress_read()                 -> ProgressData
                progress_save()                 -> void

            - name: "Worktree Manager API"
              type: "bash"
              interface: |
                worktree_create(role, branch)   -> path
                worktree_list()                 -> WorktreeInfo[]
                worktree_cleanup(role)          -> void
                worktree_status(role)           -> Status

        tasks:
          backend:
            - id: BE-001
              title: "Create harness module structure"
              reference: "Existing scripts in .ai/workflow/scripts/"
              methodology: TDD
              max_iterations: 10
              acceptance_criteria:
                - "Directory structure created"
                - "Base scripts have correct permissions"
              done_when: "Structure exists, scripts executable"

            - id: BE-002
              title: "Implement progress_manager.sh"
              reference: "FR-101"
              methodology: TDD
              max_iterations: 10
              acceptance_criteria:
                - "All Progress Manager API functions work"
                - "Tests pass with >80% coverage"
              done_when: "API complete, tests pass"

          qa:
            - id: QA-001
              title: "Test session continuity"
              type: "integration"
              acceptance_criteria:
                - "Start session, make progress"
                - "End session"
                - "Start new session"
                - "Progress restored correctly"

        dependencies:
          external:
            - name: "git"
              version: ">=2.30"
              reason: "Worktree support"

            - name: "tmux"
              version: ">=3.0"
              reason: "Session management"

          internal:
            - feature: null
              reason: "No dependencies, foundational feature"

        risks:
          - description: "Breaking existing workflows"
            probability: "medium"
            impact: "high"
            mitigation: "Comprehensive testing, backward compat"

        timeline:
          phases:
            - name: "Phase 1: Quick Wins"
              duration: "1-2 weeks"
              deliverables:
                - "claude-progress.txt"
                - "Custom commands"
                - "Trust model"

            - name: "Phase 2: Parallel Agents"
              duration: "2-3 weeks"
              deliverables:
                - "Git worktrees"
                - "tmux integration"
                - "Monitoring"

        """;
}
