"""A record in the form of AgentClinic, made up for the tests."""

from typing import Any


def osce(**changed: Any) -> dict[str, Any]:
    """The inner examination: a woman with a sore throat; parts can be replaced."""
    return {
        "Objective_for_Doctor": "Assess the patient presenting with a sore throat.",
        "Patient_Actor": {
            "Demographics": "19-year-old female",
            "History": "The patient has had a sore throat for 3 days. She has taken paracetamol twice.",
            "Symptoms": {"Primary_Symptom": "Sore throat", "Secondary_Symptoms": ["Fever", "Headache"]},
            "Past_Medical_History": "No significant past illness.",
            "Social_History": "Information not provided.",
            "Review_of_Systems": "Denies cough or runny nose.",
        },
        "Physical_Examination_Findings": {
            "Vital_Signs": {"Temperature": "38.6°C", "Blood_Pressure": {"Sitting": "120/70 mmHg"}},
            "Throat_Examination": {"Inspection": "Red tonsils with white spots.", "Percussion": "N/A"},
        },
        "Test_Results": {
            "Complete_Blood_Count": {"WBC": "14,200 /μL (elevated)", "Hemoglobin": "13.1 g/dL"},
            "Laboratory_Tests": {"CRP": {"Value": "48 mg/L (normal, 0-5 mg/L)"}, "ESR": "Not performed"},
            "Imaging": {"Neck_X-ray": {"Findings": "No gas in the soft tissue."}},
            "Throat_Swab": {"Result": "Group A streptococcus, in keeping with streptococcal pharyngitis."},
        },
        "Correct_Diagnosis": "Streptococcal pharyngitis (GAS)",
    } | changed


def record(**changed: Any) -> dict[str, Any]:
    """The whole record as the files hold it."""
    return {"OSCE_Examination": osce(**changed)}
